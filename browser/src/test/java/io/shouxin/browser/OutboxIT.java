// SPDX-License-Identifier: Apache-2.0
package io.shouxin.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.ArrayList;
import java.util.List;

/** The walk of a system administrator who finds messages that did not go, or perhaps did. */
class OutboxIT {

    private static final String UNCERTAIN = "0b8cb2f0-6a7e-4a1f-9d3c-000000000001";

    // A message in each state; the letters are no letters, for nothing here is to be sent.
    private static final String EACH_STATE = """
            INSERT INTO outbox_message (id, kind, once, purpose, template, recipient, state, why, code, tries, attempts,
                key_name, sealed, created_at, valid_until, due_at, moved_at, lease_by, lease_until)
            SELECT ('0b8cb2f0-6a7e-4a1f-9d3c-00000000000' || n)::uuid, kind, 'browser.' || n, 'approval.code',
                'approval.code', 'KF03127', state, why, code, tries, 1, 'outbox.2026-11-28',
                CASE WHEN state IN ('DELIVERED', 'EXPIRED') THEN NULL ELSE 'no letter'::bytea END,
                now() - n * interval '7 min', now() + interval '1 h', now() + interval '50 min', now(),
                CASE WHEN state = 'SENDING' THEN gen_random_uuid() END,
                CASE WHEN state = 'SENDING' THEN now() + interval '1 h' END
            FROM (VALUES (1, 'MAIL', 'UNCERTAIN', 'no-answer', NULL, 0), (2, 'SMS', 'FAILED', 'refused', 11, 0),
                (3, 'MAIL', 'QUEUED', 'unreachable', NULL, 4), (4, 'SMS', 'SENDING', NULL, NULL, 0),
                (5, 'SMS', 'SENT', NULL, NULL, 0), (6, 'SMS', 'DELIVERED', NULL, NULL, 1),
                (7, 'MAIL', 'EXPIRED', 'login', NULL, 3)) AS each (n, kind, state, why, code, tries)
            ON CONFLICT DO NOTHING
            """;

    @BeforeAll
    static void aMessageInEachState() {
        RunningServer.get().bean(JdbcClient.class).sql(EACH_STATE).update();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-CN", "en-GB"})
    void holdsInEveryDress(String language) {
        List<String> faults = new ArrayList<>();
        try (Visit visit = Visit.in(language, ColorScheme.LIGHT, Visit.WIDE).signIn("system-administrator")) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                for (int width : List.of(Visit.WIDE, Visit.PHONE)) {
                    visit.dress(scheme, width);
                    String dress = "-" + language + "-" + scheme + "-" + width;
                    faults.addAll(visit.open("/outbox").picture("outbox" + dress).faults());
                    faults.addAll(visit.open("/outbox/" + UNCERTAIN + "/retry").picture("outbox-retry" + dress)
                            .faults());
                    faults.addAll(visit.open("/outbox?state=delivered").faults());
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void warnsBeforeItSendsAnUncertainOneAgain() {
        try (Visit visit = Visit.english().signIn("system-administrator")) {
            visit.open("/outbox?state=uncertain").page.click("a[href='/outbox/" + UNCERTAIN + "/retry']");
            assertThat(visit.page.locator("main")).containsText("The recipient may get this message twice.");
            visit.holds();
            visit.page.click("main button[type=submit]");
            assertThat(visit.page.locator("main")).containsText("The message waits to be sent again.");
            visit.holds();
            visit.open("/outbox?state=uncertain");
            assertThat(visit.page.locator("main")).containsText("No messages");
        } finally {
            RunningServer.get().bean(JdbcClient.class).sql("UPDATE outbox_message SET state = 'UNCERTAIN' "
                    + "WHERE id = CAST(:id AS uuid)").param("id", UNCERTAIN).update();
        }
    }
}
