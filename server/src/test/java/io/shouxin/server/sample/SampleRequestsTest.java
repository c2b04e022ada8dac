// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.server.sample.SampleRequests.Outcome;
import io.shouxin.server.sample.SampleRequests.Request;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Some looks about a bill are followed by a request, the same from the same seed, and it ends in every way. */
class SampleRequestsTest {

    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 11, 2);
    private static final SampleOrganisation ORGANISATION = new SampleOrganisation(7);
    private static final List<Request> REQUESTS = requests(7);

    private static List<Request> requests(long seed) {
        SampleWork work = new SampleWork(7, ORGANISATION, new SampleCustomers(7, 20_000), FIRST_DAY);
        SampleRequests requests = new SampleRequests(seed, ORGANISATION);
        return IntStream.range(0, 14).boxed().flatMap(day -> work.day(day).stream())
                .flatMap(act -> requests.after(act).stream()).toList();
    }

    @Test
    void comeFromTheSeed() {
        assertThat(requests(7)).isEqualTo(REQUESTS);
        assertThat(requests(8)).isNotEqualTo(REQUESTS);
    }

    @Test
    void endInEveryWayMostlyInAYes() {
        Map<Outcome, Long> ends = REQUESTS.stream().collect(Collectors.groupingBy(Request::outcome,
                () -> new EnumMap<>(Outcome.class), Collectors.counting()));
        assertThat(ends.keySet()).containsExactlyInAnyOrder(Outcome.values());
        assertThat(ends.get(Outcome.AGREED)).isGreaterThan(REQUESTS.size() / 2);
    }

    @Test
    void goToTheSuperiorOrThePrivacyOfficerAndNeverToOneself() {
        assertThat(REQUESTS).allSatisfy(one -> assertThat(one.approver()).isNotEqualTo(one.about().staffNumber()));
        assertThat(REQUESTS).extracting(Request::approver).contains("KF00218", "HG0008");
    }

    @Test
    void areAskedAfterTheLookAndViewedAfterTheYesWithinTheWindow() {
        assertThat(REQUESTS).allSatisfy(one -> {
            assertThat(one.askedAt()).isAfter(one.about().at());
            assertThat(one.endedAt()).isAfter(one.askedAt());
            assertThat(one.viewedAt()).isBetween(one.endedAt(), one.endedAt().plusSeconds(600));
        });
    }
}
