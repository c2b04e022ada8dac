// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** All that is to happen on the days of a run: staff and applications together, in order of time. */
final class SamplePlan {

    private final SampleCustomers customers;
    private final SampleWork work;
    private final SampleApplications applications;

    SamplePlan(SampleRun run) {
        customers = new SampleCustomers(run.seed(), run.customers());
        work = new SampleWork(run.seed(), new SampleOrganisation(run.seed()), customers, run.firstDay());
        applications = new SampleApplications(run);
    }

    SampleCustomers customers() {
        return customers;
    }

    List<SampleApplications.Bulk> night(int day) {
        return applications.night(day);
    }

    List<SampleAct> day(int day) {
        return Stream.concat(work.day(day).stream(), applications.day(day).stream())
                .sorted(Comparator.comparing(SampleAct::at)).toList();
    }
}
