// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.audit;

import io.shouxin.core.ledger.Census;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Pruning;
import io.shouxin.server.check.FullCheck;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.language.Words;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what stands in an entry in the reader's language. What has no word is shown as it stands. */
@Component
class EntryWords {

    /** Every action there is, in the order in which the filter offers them. */
    static final List<String> ACTIONS = List.of(
            "vault.reveal", "vault.search", "vault.collect", "vault.token", "vault.detokenise", "vault.consent",
            "vault.seal", "vault.unseal", "vault.ticket-open", "vault.ticket-close",
            "vault.reseal-begin", "vault.reseal-tags", "vault.reseal-end",
            "vault.import-begin", "vault.import-end", "vault.import-stop",
            "register.begin", "register.propose", "register.accept", "register.refuse", "register.withdraw",
            "staff.sign-in", "staff.add", "staff.invite", "staff.set-password", "staff.give-role", "staff.end-role",
            "staff.add-account", "staff.change", "staff.change-contact", "staff.change-owner", "staff.provision",
            "staff.provision-group", "staff.activate", "staff.deactivate", "staff.suspend", "staff.lift",
            "staff.end-sessions",
            "staff.factor-proof", "staff.factor-enrol", "staff.factor-remove", "staff.factor-codes",
            "staff.factor-reset", "staff.factor-reset-propose", "staff.factor-reset-refuse",
            "staff.factor-reset-withdraw", "staff.sign-in-begin",
            "staff.add-department", "staff.name-head",
            "staff.add-service", "staff.new-key", "staff.revoke-service",
            "keys.seal", "keys.propose", "keys.accept", "keys.refuse", "keys.withdraw", "keys.unseal", "keys.open",
            "keys.make-root", "keys.hand-out", "keys.rotate", "keys.destroy-root",
            "outbox.queue", "outbox.send", "outbox.deliver", "outbox.fail", "outbox.expire", "outbox.lose-sight",
            "outbox.retry",
            "approval.ask", "approval.agree", "approval.refuse", "approval.withdraw", "approval.take-back",
            "approval.lapse", "approval.expire", "approval.void", "approval.deputy", "approval.end-deputy",
            "approval.reconcile", "approval.look-into", "budget.half", "budget.used-up",
            FullCheck.ACTION, Census.ACTION, "ledger.prune-propose", "ledger.prune-accept", "ledger.prune-refuse",
            "ledger.prune-withdraw", "ledger.prune-stop", Pruning.ACTION, "ledger.prune-end",
            "sample.begin", "sample.end");

    /** The reason of a field that would have been given, had anything been stored in it. */
    static final String NOT_HELD = "policy.not-held";

    private static final DateTimeFormatter CHINESE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter ENGLISH =
            DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss", Locale.ENGLISH);

    private final Words words;
    private final ObjectProvider<EntryNames> names;
    private final DoorClock clock;

    EntryWords(Words words, ObjectProvider<EntryNames> names, DoorClock clock) {
        this.words = words;
        this.names = names;
        this.clock = clock;
    }

    /** One form and how many fields took it. */
    record Mark(String style, String icon, String word, long count) {}

    String time(Instant at) {
        return (Words.chinese() ? CHINESE : ENGLISH).withZone(clock.getZone()).format(at);
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    String action(String action) {
        return or("ledger.action." + action, action);
    }

    String name(EntryNames.Kind kind, String code) {
        return names.orderedStream().flatMap(one -> one.name(kind, code).stream()).findFirst().orElse(code);
    }

    Map<String, String> names(EntryNames.Kind kind) {
        Map<String, String> all = new LinkedHashMap<>();
        names.orderedStream().forEach(one -> one.all(kind).forEach(all::putIfAbsent));
        return all;
    }

    /** The person's or application's name; for a part of the system its word. */
    String actor(Entry.Actor actor) {
        return switch (actor.kind()) {
            case SYSTEM -> words.of("ledger.actor.system");
            case CUSTOMER -> words.of("ledger.actor.customer");
            case STAFF, SERVICE -> name(EntryNames.Kind.ACTOR, actor.id());
        };
    }

    String object(Entry.ObjectRef object) {
        String name = object.kind().equals("person") || object.kind().equals("service")
                ? withName(EntryNames.Kind.ACTOR, object.id()) : object.id();
        String key = "ledger.object." + object.kind();
        String said = words.of(key, name);
        return said.equals(key) ? object.kind() + " " + object.id() : said;
    }

    /** The name and, where it differs, the code beside it. */
    String withName(EntryNames.Kind kind, String code) {
        String name = name(kind, code);
        return name.equals(code) ? code : words.of("ledger.name-code", name, code);
    }

    String reason(String key) {
        return or("ledger.reason." + key, or(key, key));
    }

    String finding(String finding) {
        String code = FullCheck.code(finding);
        return or("ledger.finding." + code, code);
    }

    String detailName(String key) {
        return or("ledger.detail." + key, key);
    }

    String detail(String key, String value) {
        return switch (key) {
            case "roles", "role" -> each(EntryNames.Kind.ROLE, value);
            case "purposes", "consents" -> each(EntryNames.Kind.PURPOSE, value);
            case "held" -> each(EntryNames.Kind.FIELD, value);
            default -> or("ledger.detail." + key + "." + value.toLowerCase(Locale.ROOT).replace('_', '-'), value);
        };
    }

    private String each(EntryNames.Kind kind, String codes) {
        return Arrays.stream(codes.split(" ")).map(code -> name(kind, code))
                .collect(Collectors.joining(words.of("ledger.comma")));
    }

    Mark mark(Entry.Given given, long count) {
        String word = switch (given) {
            case CLEAR -> words.of("console.form.clear");
            case MASKED -> words.of("console.form.masked");
            case TOKEN -> words.of("console.form.token");
            case REFUSED -> words.of("console.form.refused");
            case COLLECTED -> words.of("ledger.form.collected");
            case DROPPED -> words.of("ledger.form.dropped");
            case SEARCHED -> words.of("ledger.form.searched");
        };
        return switch (given) {
            case CLEAR -> new Mark("sx-form--clear", "eye", word, count);
            case MASKED -> new Mark("sx-form--mask", "eye-off", word, count);
            case TOKEN -> new Mark("sx-form--tok", "hash", word, count);
            case REFUSED -> new Mark("sx-form--deny", "ban", word, count);
            case COLLECTED -> new Mark("", "download", word, count);
            case DROPPED -> new Mark("", "trash", word, count);
            case SEARCHED -> new Mark("", "search", word, count);
        };
    }

    /** The rule would have given it and there was nothing to give: no refusal, whatever the form says. */
    static boolean notHeld(Entry.FieldGiven given) {
        return given.form() == Entry.Given.REFUSED && given.reasons().contains(NOT_HELD);
    }

    Mark absent() {
        return new Mark("", "minus", words.of("console.form.absent"), 0);
    }

    Mark refused() {
        return mark(Entry.Given.REFUSED, 0);
    }

    /** The first few digits tell customers apart on a page; the whole stands in the entry. */
    static String shortened(String hex) {
        return hex.substring(0, 4) + " " + hex.substring(4, 8);
    }

    Optional<String> otherClock(Entry entry) {
        return entry.clock().map(name -> or("ledger.clock." + name, words.of("ledger.clock", name)));
    }

    String of(String key, Object... arguments) {
        return words.of(key, arguments);
    }

    private String or(String key, String otherwise) {
        String said = words.of(key);
        return said.equals(key) ? otherwise : said;
    }
}
