// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names as a Chinese operator meets them: common and compound surnames, names with ·, Latin names. */
final class SampleNames {

    private static final double MINORITY_PERCENT = 4;
    private static final double FOREIGN_PERCENT = 2;
    private static final double ONE_CHARACTER_PERCENT = 13;

    enum Script { HAN, MIDDLE_DOT, LATIN }

    /**
     * @param text  as the person writes it
     * @param latin as it stands in an English page: {@code Zhou Min}
     */
    record Name(String text, String latin, Script script) {

        /** Small letters a to z for the local part of an address. */
        String mailbox() {
            return Normalizer.normalize(latin, Normalizer.Form.NFD)
                    .toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        }
    }

    /** Characters by where they sound right: 志强 is a name, 强志 hardly; a single one is like a second. */
    private static final class Given {

        private final List<List<String>> first;
        private final List<List<String>> second;

        Given(String list) {
            List<List<String>> rows = SampleLists.rows(list);
            first = rows.stream().filter(row -> !row.get(2).equals("2")).toList();
            second = rows.stream().filter(row -> !row.get(2).equals("1")).toList();
        }
    }

    private final List<List<String>> surnames = SampleLists.rows("surnames.txt");
    private final int[] weights = SampleLists.numbers(surnames, 2);
    private final Given male = new Given("given-male.txt");
    private final Given female = new Given("given-female.txt");
    private final List<List<String>> minority = SampleLists.rows("minority.txt");
    private final List<List<String>> foreign = SampleLists.rows("foreign.txt");

    private final Set<String> notThese = Set.copyOf(SampleLists.lines("not-these.txt"));

    Name customer(SampleDice dice, boolean man) {
        double kind = dice.share() * 100;
        if (kind < MINORITY_PERCENT) {
            return minority(dice);
        }
        return kind < MINORITY_PERCENT + FOREIGN_PERCENT ? foreign(dice, man) : han(dice, man);
    }

    Name han(SampleDice dice, boolean man) {
        Name name;
        do {
            name = anyHan(dice, man);
        } while (notThese.contains(name.text()));
        return name;
    }

    private Name anyHan(SampleDice dice, boolean man) {
        List<String> surname = surnames.get(dice.weighted(weights));
        Given given = man ? male : female;
        List<String> second = dice.one(given.second);
        if (dice.percent(ONE_CHARACTER_PERCENT)) {
            return han(surname, second.get(0), second.get(1));
        }
        List<String> first = dice.one(given.first);
        String pinyin = first.get(1) + second.get(1).toLowerCase(Locale.ROOT);
        return han(surname, first.get(0) + second.get(0), pinyin);
    }

    private static Name han(List<String> surname, String given, String pinyin) {
        return new Name(surname.get(0) + given, surname.get(1) + " " + pinyin, Script.HAN);
    }

    private Name minority(SampleDice dice) {
        List<String> first = dice.one(minority);
        List<String> second = dice.one(minority);
        return new Name(first.get(0) + "·" + second.get(2), first.get(1) + " " + second.get(3),
                Script.MIDDLE_DOT);
    }

    private Name foreign(SampleDice dice, boolean man) {
        String gender = man ? "M" : "F";
        List<List<String>> fitting = foreign.stream().filter(row -> row.get(2).equals(gender)).toList();
        String text = dice.one(fitting).get(0) + " " + dice.one(fitting).get(1);
        return new Name(text, text, Script.LATIN);
    }
}
