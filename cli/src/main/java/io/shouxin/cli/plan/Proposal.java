// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.plan;

import io.shouxin.cli.Console;
import io.shouxin.cli.Words;
import io.shouxin.core.classify.ColumnFinding;
import io.shouxin.core.classify.Reason;
import io.shouxin.core.data.ValueType;
import io.shouxin.core.detect.Kind;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A plan out of a scan, to be read and corrected by a person. Each column stands with what was found in it, what is
 * proposed and which risk remains. Where nothing was found it is kept only if few values repeat: a column of nearly
 * unique texts is somebody's until a person says otherwise.
 */
final class Proposal {

    private static final int DISTINCT_SHARE = 60;
    /** Numbers that have no more values are marks for something, as 0 and 1 are. */
    private static final int FEW = 5;

    private final Words words;

    /** @param how the lines below the column's name, @param why a key of {@code plan.why.…} */
    private record Choice(String how, String why) {}

    Proposal(Words words) {
        this.words = words;
    }

    String of(String release, String recipient, List<ColumnFinding> columns) {
        StringBuilder plan = new StringBuilder();
        comment(plan, "", words.of("plan.head.1"));
        comment(plan, "", words.of("plan.head.2"));
        plan.append("format: shouxin-plan/1\nrelease: ").append(release).append("\nrecipient: ").append(recipient)
                .append('\n');
        comment(plan, "", words.of("plan.head.3"));
        plan.append("on-invalid: reject\ncolumns:\n");
        columns.forEach(column -> column(plan, column));
        return plan.toString();
    }

    private void column(StringBuilder plan, ColumnFinding column) {
        Choice choice = choice(column);
        comment(plan, "  ", found(column));
        comment(plan, "  ", words.of(choice.why));
        plan.append("  ").append(quoted(column.header())).append(": {do: ").append(choice.how).append("}\n");
    }

    private String found(ColumnFinding column) {
        if (column.leading().isEmpty()) {
            return words.of("plan.found.nothing", column.counts().distinct(), column.counts().values());
        }
        Kind kind = column.leading().get();
        String reasons = column.reasons().stream().map((Reason one) -> words.of(one))
                .collect(Collectors.joining(words.between()));
        return words.of(column.kind().isEmpty() ? "plan.found.inside" : "plan.found", words.of(kind),
                kind.dataClass().code(), kind.dataClass().level(), column.confidence(), reasons);
    }

    private static Choice choice(ColumnFinding column) {
        if (column.kind().isEmpty() && !column.inside().isEmpty()) {
            return new Choice("drop", "plan.why.text");
        }
        return column.kind().isEmpty() ? unknown(column) : known(column, column.kind().get());
    }

    private static Choice known(ColumnFinding column, Kind kind) {
        return switch (kind) {
            case PHONE, FOREIGN_PHONE -> pseudonym("msisdn");
            case IMSI -> pseudonym("imsi");
            case IMEI -> pseudonym("imei");
            case ICCID -> pseudonym("iccid");
            case RESIDENT_ID -> pseudonym("resident-id");
            case CUSTOMER_NUMBER -> column.counts().longest() <= 18 && column.type() == ValueType.INTEGER
                    ? pseudonym("digits") : new Choice("seal", "plan.why.seal");
            case BANK_CARD -> new Choice("token, form: bank-card", "plan.why.token");
            case FIXED_LINE -> new Choice("mask, mask: contact-phone", "plan.why.mask");
            case ADDRESS -> new Choice("mask, mask: address-city", "plan.why.address");
            case BIRTH_DATE -> new Choice("generalise, time: year", "plan.why.birth");
            case GENDER, SUBSCRIPTION, DEVICE_MODEL -> new Choice("keep", "plan.why.quasi");
            case USAGE, BILL, PROFILE -> unknown(column);
            case CHINESE_NAME, WESTERN_NAME, PASSPORT, TRAVEL_PERMIT, USCC, PLATE, EMAIL, MAC, IP_ADDRESS ->
                    new Choice("drop", "plan.why.identifier");
            case PASSWORD, KEY -> new Choice("drop", "plan.why.secret");
            case COORDINATES, CELL -> new Choice("drop", "plan.why.place");
            case PRIVATE, CONTENT, VIOLATION -> new Choice("drop", "plan.why.private");
        };
    }

    private static Choice pseudonym(String type) {
        return new Choice("pseudonym, type: " + type, "plan.why.pseudonym");
    }

    private static Choice unknown(ColumnFinding column) {
        ValueType type = column.type();
        if (type == ValueType.DATE) {
            return new Choice("generalise, time: day", "plan.why.time");
        }
        if (type == ValueType.INTEGER || type == ValueType.DECIMAL) {
            return new Choice("keep", column.counts().distinct() <= FEW ? "plan.why.quasi" : "plan.why.number");
        }
        boolean unique = column.counts().distinct() * 100 >= column.counts().values() * DISTINCT_SHARE;
        return unique ? new Choice("drop", "plan.why.unique") : new Choice("keep", "plan.why.repeats");
    }

    private static void comment(StringBuilder plan, String indent, String text) {
        plan.append(indent).append("# ").append(Console.harmless(text)).append('\n');
    }

    /** Every name in double quotes, as YAML and JSON both have them. */
    private static String quoted(String name) {
        return "\"" + Console.harmless(name).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
