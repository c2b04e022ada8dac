// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.shouxin.server.console.Drawing.Part;
import io.shouxin.server.console.ProofPath.Kind;
import io.shouxin.server.console.ProofPath.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.IntStream;

class DrawingTest {

    private final Drawing draw = new Drawing();

    @Test
    void drawsTheLeastAtTheBottomAndTheMostOnTop() {
        Drawing.Spark spark = draw.spark(List.of(10, 20, 15));
        assertThat(spark.line()).isEqualTo("0.0,25.0 42.0,3.0 84.0,14.0");
        assertThat(spark.x()).isEqualTo("84.0");
        assertThat(spark.y()).isEqualTo("14.0");
        assertThat(spark.area()).isEqualTo("M0,28 L0.0,25.0 L42.0,3.0 L84.0,14.0 L84,28 Z");
    }

    @Test
    void drawsDaysThatAreAllEqualAsALevelLine() {
        assertThat(draw.spark(List.of(7, 7)).line()).isEqualTo("0.0,25.0 84.0,25.0");
    }

    @Test
    void drawsOneDayAsOnePointAndNoDayAsNothing() {
        assertThat(draw.spark(List.of(7)).line()).isEqualTo("84.0,25.0");
        assertThat(draw.spark(List.of()).line()).isEmpty();
    }

    @Test
    void splitsTheWholeWidth() {
        List<Part> parts = draw.split(List.of(1, 0, 3));
        assertThat(parts).containsExactly(
                new Part("0.0", "249.5"), new Part("251.5", "0.0"), new Part("251.5", "748.5"));
    }

    @Test
    void splitsNothingIntoNothing() {
        assertThat(draw.split(List.of(0, 0))).containsExactly(new Part("0.0", "0.0"), new Part("0.0", "0.0"));
    }

    @Test
    void keepsAShareBetweenNothingAndAll() {
        assertThat(draw.share(1, 4)).isEqualTo("25.0");
        assertThat(draw.share(5, 4)).isEqualTo("100.0");
        assertThat(draw.share(0, 0)).isEqualTo("100.0");
    }

    @Test
    void refusesAFormItDoesNotKnow() {
        assertThat(draw.form("Masked")).isEqualTo(Drawing.Form.MASKED);
        assertThatIllegalStateException().isThrownBy(() -> draw.form("anonymous"));
        assertThatIllegalStateException().isThrownBy(() -> draw.state("fine"));
    }

    @Test
    void showsBothEndsOfAHash() {
        assertThat(draw.hash("5be107c942aa13f0")).isEqualTo("5be1 07c9 … 13f0");
        assertThat(draw.ends("5be107c942aa13f0")).isEqualTo("5be1 … 13f0");
        assertThat(draw.hash("5be1")).isEqualTo("5be1");
    }

    @Test
    void gathersTheMiddleOfALongProof() {
        ProofPath path = proof(26);
        assertThat(path.rows()).extracting(Row::kind)
                .containsExactly(Kind.ROOT, Kind.REST, Kind.STEP, Kind.STEP, Kind.SELF);
        Row rest = path.rows().get(1);
        assertThat(rest.from()).isEqualTo(3);
        assertThat(rest.until()).isEqualTo(25);
        assertThat(path.rows().get(0).hash()).isEqualTo("computed-26");
        assertThat(path.rows()).extracting(row -> row.given() == null ? "" : row.given().hash())
                .containsExactly("", "given-26", "given-3", "given-2", "given-1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 5, 63})
    void leavesRoomBetweenTheBoxesOfAnyProof(int steps) {
        List<Row> rows = proof(steps).rows();
        assertThat(rows.get(rows.size() - 1).kind()).isEqualTo(Kind.SELF);
        for (int i = 1; i < rows.size(); i++) {
            assertThat(rows.get(i).y()).isGreaterThan(rows.get(i - 1).y() + rows.get(i - 1).height());
        }
        assertThat(rows.stream().filter(row -> row.given() != null)).hasSize(Math.min(steps, 4));
    }

    @Test
    void refusesAProofWithoutItsResults() {
        assertThatIllegalStateException().isThrownBy(() -> draw.path("leaf", List.of("given"), List.of()));
    }

    private ProofPath proof(int steps) {
        return draw.path("leaf", names("given-", steps), names("computed-", steps));
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList();
    }
}
