// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The mail server and the SMSC. Without a host the way is not there, and whoever wants to send by it is refused.
 *
 * @param mailHost the mail server that takes our mail
 * @param mailPort its port, as a rule 587 with STARTTLS and 465 with TLS
 * @param mailTls how the connection is kept secret; {@code none} to loopback only
 * @param mailUser whom we sign in as; none: not at all
 * @param mailPasswordFile a file with the password
 * @param mailFrom the address our mail comes from
 * @param mailName the name beside it
 * @param mailTimeout for connecting, and for each answer
 * @param mailPerHour how many mails one recipient gets in an hour at most
 * @param smsHost the SMSC
 * @param smsPort its SMPP port
 * @param smsTls whether the connection is TLS; not to loopback
 * @param smsSystemId our name at the SMSC, at most 15 characters (SMPP 3.4 5.2.1)
 * @param smsPasswordFile a file with the password, at most 8 characters (SMPP 3.4 5.2.2)
 * @param smsSystemType as the SMSC's operator says; usually empty
 * @param smsSender the number or name that short messages come from
 * @param smsWindow how many short messages may wait for the SMSC's answer at once, 1 to 50
 * @param smsEnquireEvery after how much silence the connection is tried
 * @param smsTimeout for connecting, binding, and each answer
 * @param smsPerHour how many short messages one recipient gets in an hour at most
 * @param caFile PEM certificates to trust instead of the platform's
 * @param language of messages to people of whom none is known: {@code zh-CN} or {@code en}
 */
@ConfigurationProperties("shouxin.outbox")
record OutboxSettings(
        @Nullable String mailHost,
        @DefaultValue("587") int mailPort,
        @DefaultValue("starttls") Tls mailTls,
        @Nullable String mailUser,
        @Nullable Path mailPasswordFile,
        @Nullable String mailFrom,
        @DefaultValue("Shouxin 守信") String mailName,
        @DefaultValue("20s") Duration mailTimeout,
        @DefaultValue("60") int mailPerHour,
        @Nullable String smsHost,
        @DefaultValue("2775") int smsPort,
        @Nullable Boolean smsTls,
        @Nullable String smsSystemId,
        @Nullable Path smsPasswordFile,
        @DefaultValue("") String smsSystemType,
        @Nullable String smsSender,
        @DefaultValue("4") int smsWindow,
        @DefaultValue("30s") Duration smsEnquireEvery,
        @DefaultValue("10s") Duration smsTimeout,
        @DefaultValue("20") int smsPerHour,
        @Nullable Path caFile,
        @DefaultValue("zh-CN") String language) {

    /** How a connection to the mail server is kept secret. */
    enum Tls { STARTTLS, TLS, NONE }

    private static final String PREFIX = "shouxin.outbox.";
    private static final Pattern MAILBOX = Pattern.compile("[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,190}");
    private static final Pattern SENDER = Pattern.compile("\\+?[0-9]{3,20}|[A-Za-z0-9 ._-]{1,11}");
    private static final List<String> LANGUAGES = List.of("zh-CN", "en");
    private static final int SYSTEM_ID_MAX = 15;
    private static final int SMPP_PASSWORD_MAX = 8;
    private static final int WINDOW_MAX = 50;
    private static final Duration WAIT_MIN = Duration.ofSeconds(1);
    private static final Duration WAIT_MAX = Duration.ofMinutes(1);

    OutboxSettings {
        mailHost = blankless(mailHost);
        smsHost = blankless(smsHost);
        List<String> wrong = new ArrayList<>();
        if (mailHost != null) {
            mail(wrong, mailHost, mailTls, mailUser == null || mailPasswordFile != null,
                    mailFrom != null && MAILBOX.matcher(mailFrom).matches());
        }
        if (smsHost != null) {
            sms(wrong, smsSystemId, smsPasswordFile, smsSender);
        }
        within(wrong, "mail-timeout", mailTimeout);
        within(wrong, "sms-timeout", smsTimeout);
        within(wrong, "sms-enquire-every", smsEnquireEvery);
        require(wrong, smsWindow >= 1 && smsWindow <= WINDOW_MAX, "sms-window is 1 to " + WINDOW_MAX);
        require(wrong, mailPerHour >= 1, "mail-per-hour is 1 or more");
        require(wrong, LANGUAGES.contains(language), "language is one of " + LANGUAGES);
        require(wrong, smsPerHour >= 1, "sms-per-hour is 1 or more");
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
    }

    private static void mail(List<String> wrong, String host, Tls tls, boolean signIn, boolean from) {
        require(wrong, from, "mail-from is needed with mail-host: an address such as shouxin@example.com");
        require(wrong, signIn, "mail-password-file is needed with mail-user");
        require(wrong, tls != Tls.NONE || loopback(host), "mail-tls is none only while mail-host is this machine");
    }

    private static void sms(List<String> wrong, @Nullable String systemId, @Nullable Path password,
            @Nullable String sender) {
        require(wrong, systemId != null && !systemId.isBlank() && systemId.length() <= SYSTEM_ID_MAX,
                "sms-system-id is needed with sms-host, at most " + SYSTEM_ID_MAX + " characters");
        require(wrong, password != null, "sms-password-file is needed with sms-host");
        require(wrong, sender != null && SENDER.matcher(sender).matches(),
                "sms-sender is needed with sms-host: 3 to 20 digits, or up to 11 letters and digits");
    }

    private static void within(List<String> wrong, String key, Duration wait) {
        require(wrong, wait.compareTo(WAIT_MIN) >= 0 && wait.compareTo(WAIT_MAX) <= 0,
                key + " is 1 second to 1 minute");
    }

    private static void require(List<String> wrong, boolean holds, String rule) {
        if (!holds) {
            wrong.add(PREFIX + rule);
        }
    }

    private static @Nullable String blankless(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException elsewhere) {
            return false;
        }
    }

    /** Whether this way out is there at all. */
    boolean has(Message.Kind kind) {
        return (kind == Message.Kind.MAIL ? mailHost : smsHost) != null;
    }

    int perHour(Message.Kind kind) {
        return kind == Message.Kind.MAIL ? mailPerHour : smsPerHour;
    }

    /** TLS unless it was turned off by name, or the SMSC is this machine. */
    boolean smsOverTls() {
        return smsTls != null ? smsTls : smsHost != null && !loopback(smsHost);
    }

    /** The one line of a password file. */
    static String password(Path file, String key) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(PREFIX + key + " cannot be read");
        }
    }

    /** @throws IllegalArgumentException if it is longer than SMPP has room for */
    static String smppPassword(Path file) {
        String password = password(file, "sms-password-file");
        if (password.length() > SMPP_PASSWORD_MAX) {
            throw new IllegalArgumentException(
                    PREFIX + "sms-password-file holds more than the 8 characters SMPP takes");
        }
        return password;
    }
}
