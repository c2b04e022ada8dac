// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.detect.Detector;
import io.shouxin.core.detect.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Invented columns with and without telling names: what is found, and what is not. */
class ColumnsTest {

    private static final int ROWS = 400;

    @Test
    void findsWhatColumnsHoldAndNothingElse() {
        List<String> wrong = new ArrayList<>();
        int columns = 0;
        int held = 0;
        int found = 0;
        int right = 0;
        for (Columns.Column column : Columns.all().values()) {
            for (String header : column.headers()) {
                ColumnFinding finding = finding(header, column, ROWS, 31);
                String kind = finding.confidence() >= ColumnFinding.CONFIDENCE_MIN
                        ? finding.kind().map(Kind::code).orElse("") : "";
                columns++;
                held += column.kind().isEmpty() ? 0 : 1;
                found += kind.isEmpty() ? 0 : 1;
                right += !kind.isEmpty() && kind.equals(column.kind()) ? 1 : 0;
                if (!kind.equals(column.kind())) {
                    wrong.add(column.kind() + " under " + header + " taken for " + kind + " "
                            + finding.confidence() + " " + finding.reasons());
                }
            }
        }
        System.out.printf("%d invented columns: precision %d%% (%d of %d), recall %d%% (%d of %d)%n", columns,
                100 * right / found, right, found, 100 * right / held, right, held);
        assertThat(wrong).isEmpty();
    }

    @Test
    void oneValueIsNotEnoughWithoutAName() {
        Columns.Column imei = Columns.all().values().stream().filter(one -> one.kind().equals("imei")).findFirst()
                .orElseThrow();
        assertThat(finding("列甲", imei, 1, 5).confidence()).isLessThan(finding("列甲", imei, 50, 5).confidence());
    }

    @Test
    void aNameThatTheValuesContradictStaysADoubt() {
        TableSample table = new TableSample(Detector.shipped(), List.of("手机号"));
        Random random = new Random(6);
        for (int i = 0; i < 50; i++) {
            table.add(List.of(Columns.digits(random, 3) + "****" + Columns.digits(random, 4)));
        }
        ColumnFinding finding = table.findings().get(0);
        assertThat(finding.kind()).contains(Kind.PHONE);
        assertThat(finding.confidence()).isLessThan(ColumnFinding.CONFIDENCE_MIN);
        assertThat(finding.reasons()).extracting(Reason::ground).contains(Ground.HEADER, Ground.VALUES_DIFFER);
    }

    @Test
    void saysWhatLiesInsideLongerTexts() {
        TableSample table = new TableSample(Detector.shipped(), List.of("备注"));
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            table.add(List.of(i % 2 == 0 ? "请回拨160" + Columns.digits(random, 8) + "，谢谢" : "客户满意，不需要回访"));
        }
        ColumnFinding finding = table.findings().get(0);
        assertThat(finding.kind()).isEmpty();
        assertThat(finding.inside()).containsExactly(java.util.Map.entry(Kind.PHONE, 25L));
        assertThat(finding.level()).isEqualTo(3);
        assertThat(finding.counts(ColumnFinding.CONFIDENCE_MIN)).isTrue();
    }

    /** 满意 begins with a surname; that most of the cells say so makes nobody of it. */
    @Test
    void theSameFewWordsAreNoNames() {
        TableSample table = new TableSample(Detector.shipped(), List.of("备注"));
        Random random = new Random(8);
        for (int i = 0; i < 100; i++) {
            table.add(List.of(i % 5 == 0 ? "请回拨160" + Columns.digits(random, 8) : "满意"));
        }
        ColumnFinding finding = table.findings().get(0);
        assertThat(finding.kind()).isEmpty();
        assertThat(finding.inside()).containsOnlyKeys(Kind.PHONE);
    }

    @Test
    void aColumnOfNumbersWithNotesTellsBoth() {
        TableSample table = new TableSample(Detector.shipped(), List.of("手机号"));
        Random random = new Random(8);
        for (int i = 0; i < 100; i++) {
            String phone = "160" + Columns.digits(random, 8);
            table.add(List.of(i % 5 == 0 ? phone + " 密码：Ab1#" + Columns.digits(random, 4) : phone));
        }
        ColumnFinding finding = table.findings().get(0);
        assertThat(finding.kind()).contains(Kind.PHONE);
        assertThat(finding.inside()).containsEntry(Kind.PASSWORD, 20L);
        assertThat(finding.level()).isEqualTo(4);
    }

    @Test
    void showsExamplesMaskedOnly() {
        for (Columns.Column column : Columns.all().values()) {
            Random random = new Random(9);
            List<String> values = new ArrayList<>();
            TableSample table = new TableSample(Detector.shipped(), List.of(column.headers().get(0)));
            for (int i = 0; i < 20; i++) {
                values.add(column.value().apply(random));
                table.add(List.of(values.get(i)));
            }
            ColumnFinding finding = table.findings().get(0);
            assertThat(finding.examples()).as(column.kind()).allMatch(example -> example.contains("*"));
            assertThat(values).as(column.kind()).filteredOn(value -> value.length() > 3)
                    .noneMatch(value -> finding.toString().contains(value));
        }
    }

    @Test
    void leavesOutANameThatIsSomebodysValue() {
        TableSample table = new TableSample(Detector.shipped(), List.of("16000001234", "手机"));
        assertThat(table.findings()).extracting(ColumnFinding::header).containsExactly("", "手机");
    }

    @Test
    void tellsARowOfNamesFromARowOfValues() {
        assertThat(TableSample.namesOfColumns(Detector.shipped(), List.of("姓名", "手机号", "email"))).isTrue();
        assertThat(TableSample.namesOfColumns(Detector.shipped(), List.of("姓名", "16000001234", "x"))).isFalse();
        assertThat(TableSample.namesOfColumns(Detector.shipped(), List.of("a", "b", "17"))).isFalse();
        assertThat(TableSample.namesOfColumns(Detector.shipped(), List.of("a", "b", "a"))).isFalse();
    }

    private static ColumnFinding finding(String header, Columns.Column column, int rows, long seed) {
        Random random = new Random(seed);
        TableSample table = new TableSample(Detector.shipped(), List.of(header));
        for (int i = 0; i < rows; i++) {
            table.add(List.of(column.value().apply(random)));
        }
        return table.findings().get(0);
    }
}
