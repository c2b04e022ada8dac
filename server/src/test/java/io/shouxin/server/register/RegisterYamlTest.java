// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.keyset.Suite;
import io.shouxin.core.policy.Problem;
import io.shouxin.core.policy.Reading;

import org.junit.jupiter.api.Test;

class RegisterYamlTest {

    private static final String SAMPLE = RegisterFixture.sample();

    @Test
    void refusesASuiteThatTheServerDoesNotHaveByNameAndLine() {
        Reading reading = RegisterYaml.check(SAMPLE, suite -> suite == Suite.AES);
        assertThat(reading.register()).isEmpty();
        assertThat(reading.problems()).extracting(Problem::path)
                .containsExactly("fields/id-number/suite", "fields/bank-card/suite");
        assertThat(reading.problems()).extracting(Problem::key)
                .containsOnly("register.problem.suite-unavailable");
        Problem first = reading.problems().get(0);
        assertThat(SAMPLE.lines().toList().get(first.line() - 1)).contains("id-number:", "suite: sm");
        assertThat(first.arguments()).containsExactly("sm", "aes");
    }

    /** A server that lost its provider still decides about all other fields. */
    @Test
    void readsAVersionInForceWhateverTheServerHas() {
        assertThat(RegisterYaml.read(SAMPLE).register().orElseThrow().fields().get("id-number").suite())
                .isEqualTo(Suite.SM);
    }
}
