// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.classify;

import io.shouxin.core.data.ValueType;
import io.shouxin.core.detect.Kind;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Index;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fields for a register out of findings: a proposal that people read, correct and approve. */
public final class FieldProposal {

    private static final Pattern PART = Pattern.compile("[a-z0-9]{1,31}");
    private static final int PARTS_MAX = 5;
    private static final Set<Kind> SEARCHED = EnumSet.of(Kind.RESIDENT_ID, Kind.PASSPORT, Kind.TRAVEL_PERMIT, Kind.USCC,
            Kind.PHONE, Kind.FOREIGN_PHONE, Kind.EMAIL, Kind.IMSI, Kind.CUSTOMER_NUMBER);

    private FieldProposal() {}

    /** One field for each column that counts, with names that a register takes and that are all different. */
    public static List<Field> of(List<ColumnFinding> findings, int confidenceMin) {
        List<Field> fields = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (ColumnFinding finding : findings) {
            if (!finding.counts(confidenceMin)) {
                continue;
            }
            Kind kind = finding.leading().orElseThrow();
            boolean text = finding.kind().isEmpty();
            String name = unique(name(finding, kind, text), taken);
            boolean latin = finding.header().chars().allMatch(c -> c < 0x80);
            String zh = finding.header().isEmpty() || latin ? text ? "自由文本" : kind.zh() : finding.header();
            String en = finding.header().isEmpty() || !latin ? text ? "Free text" : kind.en() : finding.header();
            boolean shaped = !text && (kind.byValue() || kind == Kind.CUSTOMER_NUMBER);
            ValueType type = text ? ValueType.TEXT : shaped ? kind.type() : finding.type();
            fields.add(new Field(name, zh, en, kind.dataClass().code(), type.code(),
                    shaped ? kind.mask().name() : "all",
                    shaped && SEARCHED.contains(kind) ? Index.EXACT : Index.NONE, false));
        }
        return fields;
    }

    private static String name(ColumnFinding finding, Kind kind, boolean text) {
        String words = ColumnName.words(finding.header());
        List<String> parts = new ArrayList<>();
        if (words.chars().allMatch(c -> c < 0x80)) {
            Matcher part = PART.matcher(words.toLowerCase(Locale.ROOT));
            while (part.find() && parts.size() < PARTS_MAX) {
                parts.add(part.group());
            }
        }
        boolean usable = !parts.isEmpty() && !Character.isDigit(parts.get(0).charAt(0));
        return usable ? String.join("-", parts) : text ? "text" : kind.code();
    }

    private static String unique(String name, Set<String> taken) {
        String free = name;
        for (int i = 2; !taken.add(free); i++) {
            String[] parts = name.split("-");
            int keep = Math.min(parts.length, PARTS_MAX - 1);
            free = String.join("-", List.of(parts).subList(0, keep)) + "-" + i;
        }
        return free;
    }
}
