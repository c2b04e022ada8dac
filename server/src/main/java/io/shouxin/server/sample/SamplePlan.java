// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All that is to happen on the days of a run: staff and applications together, in order of time. */
final class SamplePlan {

    private final SampleCustomers customers;
    private final SampleWork work;
    private final SampleApplications applications;
    private final SampleRequests requests;

    SamplePlan(SampleRun run) {
        customers = new SampleCustomers(run.seed(), run.customers());
        SampleOrganisation organisation = new SampleOrganisation(run.seed());
        work = new SampleWork(run.seed(), organisation, customers, run.firstDay());
        requests = new SampleRequests(run.seed(), organisation);
        applications = new SampleApplications(run);
    }

    SampleCustomers customers() {
        return customers;
    }

    /** The request for agreement that follows an act, if one does. */
    Optional<SampleRequests.Request> request(SampleAct act) {
        return requests.after(act);
    }

    List<SampleApplications.Bulk> night(int day) {
        return applications.night(day);
    }

    List<SampleAct> day(int day) {
        return Stream.concat(work.day(day).stream(), applications.day(day).stream())
                .sorted(Comparator.comparing(SampleAct::at)).toList();
    }
}
