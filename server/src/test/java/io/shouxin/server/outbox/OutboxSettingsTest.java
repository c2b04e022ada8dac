// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;

import java.util.HashMap;
import java.util.Map;

class OutboxSettingsTest {

    @Test
    void sendNothingUntilAHostIsSet() {
        OutboxSettings none = OutboxTrial.settings(Map.of("mail-host", " "));
        for (Message.Kind kind : Message.Kind.values()) {
            assertThat(none.has(kind)).isFalse();
        }
        assertThat(none.mailTls()).isEqualTo(OutboxSettings.Tls.STARTTLS);
        assertThat(OutboxTrial.settings(OutboxTrial.sms(2775)).has(Message.Kind.SMS)).isTrue();
    }

    @Test
    void speakChineseUnlessToldOtherwiseAndKnowNoThirdLanguage() {
        assertThat(OutboxTrial.settings(Map.of()).language()).isEqualTo("zh-CN");
        assertThat(OutboxTrial.settings(Map.of("language", "en")).language()).isEqualTo("en");
        assertThatThrownBy(() -> OutboxTrial.settings(Map.of("language", "fr"))).rootCause()
                .hasMessageContaining("shouxin.outbox.language is one of [zh-CN, en]");
    }

    @Test
    void takeTlsForGrantedUnlessItIsTurnedOffByNameOrTheSmscIsHere() {
        assertThat(OutboxTrial.settings(OutboxTrial.sms(2775)).smsOverTls()).isFalse();
        assertThat(sms("sms-host", "192.0.2.1").smsOverTls()).isTrue();
        Map<String, String> off = new HashMap<>(OutboxTrial.sms(2775));
        off.put("sms-host", "192.0.2.1");
        off.put("sms-tls", "false");
        assertThat(OutboxTrial.settings(off).smsOverTls()).isFalse();
    }

    private static OutboxSettings sms(String key, String value) {
        Map<String, String> all = new HashMap<>(OutboxTrial.sms(2775));
        all.put(key, value);
        return OutboxTrial.settings(all);
    }

    @ParameterizedTest
    @CsvSource({
        "mail-from,          ,                        mail-from",
        "mail-from,          not an address,          mail-from",
        "mail-user,          shouxin,                 mail-password-file",
        "mail-host,          192.0.2.1,               mail-tls",
        "mail-timeout,       10m,                     mail-timeout",
        "mail-per-hour,      0,                       mail-per-hour",
        "sms-system-id,      a-name-of-sixteen,       sms-system-id",
        "sms-password-file,  ,                        sms-password-file",
        "sms-sender,         a sender that is long,   sms-sender",
        "sms-window,         51,                      sms-window",
        "sms-enquire-every,  10ms,                    sms-enquire-every",
        "sms-per-hour,       -1,                      sms-per-hour"})
    void areRefusedByName(String key, String value, String named) {
        Map<String, String> all = new HashMap<>(OutboxTrial.mail(25));
        all.putAll(OutboxTrial.sms(2775));
        assertThatCode(() -> OutboxTrial.settings(all)).doesNotThrowAnyException();
        if (value == null) {
            all.remove(key);
        } else {
            all.put(key, value);
        }
        assertThatThrownBy(() -> OutboxTrial.settings(all)).isInstanceOf(BindException.class)
                .rootCause().hasMessageContaining("shouxin.outbox." + named);
    }

    @Test
    void nameEverythingThatIsWrongAtOnce() {
        assertThatThrownBy(() -> OutboxTrial.settings(Map.of("mail-host", "mail.example", "sms-host", "smsc.example")))
                .rootCause().hasMessageContainingAll("mail-from", "sms-system-id", "sms-password-file", "sms-sender");
    }

    @Test
    void refuseAPasswordThatSmppHasNoRoomFor() {
        assertThatThrownBy(() -> OutboxSettings.smppPassword(OutboxTrial.file("longer-than-8")))
                .hasMessageContaining("sms-password-file").hasMessageNotContaining("longer");
    }
}
