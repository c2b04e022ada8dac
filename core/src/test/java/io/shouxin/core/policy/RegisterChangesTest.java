// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RegisterChangesTest {

    private static final String SMALL = RegisterFixture.file("testdata/policy/small.yaml");

    @Test
    void between_saysWhatAReviewerNeeds() {
        assertThat(RegisterChanges.between(RegisterFixture.small(), changed()))
                .extracting(RegisterChangesTest::text)
                .containsExactlyElementsOf(RegisterFixture.lines("testdata/policy/changes.txt"));
    }

    @Test
    void between_isTheSameBackwards() {
        Register before = RegisterFixture.small();
        Register after = changed();
        List<Change> back = RegisterChanges.between(after, before);

        assertThat(RegisterChanges.between(before, after)).allSatisfy(change -> assertThat(back).anySatisfy(
                other -> {
                    assertThat(other.path()).isEqualTo(change.path());
                    assertThat(other.before()).isEqualTo(change.after());
                    assertThat(other.after()).isEqualTo(change.before());
                })).hasSameSizeAs(back);
    }

    @Test
    void between_ignoresOrderAndWriting() {
        Register other = RegisterFixture.register(SMALL.replace("[number, plan]", "[plan, number]")
                .replace("mon-fri 09:00-18:00", "'mon-fri 09:00-18:00'"));

        assertThat(RegisterChanges.between(RegisterFixture.small(), other)).isEmpty();
    }

    private static Register changed() {
        return RegisterFixture.register(RegisterFixture.file("testdata/policy/changed.yaml"));
    }

    private static String text(Change change) {
        return change.kind().name().toLowerCase(Locale.ROOT) + " " + change.path() + " | "
                + change.before().orElse("-") + " | " + change.after().orElse("-");
    }
}
