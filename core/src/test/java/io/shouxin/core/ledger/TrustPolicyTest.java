// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustPolicyTest {

    private static final Map<String, JcaSigner> WITNESSES = new LinkedHashMap<>();
    private static final String CHECKPOINT = new Checkpoint(LogFixture.ORIGIN, 0, Hashes.emptyRoot()).text();

    @BeforeAll
    static void witnesses() throws GeneralSecurityException {
        for (String name : List.of("X1", "X2", "X3", "Y1", "Y2", "Y3")) {
            KeyPair pair = NoteAlgorithmTest.pair(NoteAlgorithm.ED25519_COSIGNATURE);
            WITNESSES.put(name, JcaSigner.of(VerifierKey.of("witness.example.org/" + name,
                    NoteAlgorithm.ED25519_COSIGNATURE, pair.getPublic()), pair.getPrivate(), Clock.systemUTC()));
        }
    }

    /** The example of the specification, with keys. */
    private static String example() {
        StringBuilder policy = new StringBuilder("# two organisations\n\nlog ")
                .append(LogFixture.key()).append(" https://a.example\n");
        WITNESSES.forEach((name, signer) -> policy.append("\twitness ").append(name).append("  ")
                .append(signer.verifierKey()).append(" \n"));
        return policy + "group X-witnesses 2 X1 X2 X3\ngroup Y-witnesses any Y1 Y2 Y3\n"
                + "group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n";
    }

    private static TrustPolicy policy(String text) {
        return TrustPolicy.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] note(String... names) {
        List<NoteSigner> signers = new ArrayList<>(List.of(LogFixture.signer()));
        for (String name : names) {
            signers.add(WITNESSES.get(name));
        }
        return Note.sign(CHECKPOINT, signers.toArray(NoteSigner[]::new));
    }

    @ParameterizedTest
    @CsvSource({"X1 X2 Y1,true", "X3 X1 Y3,true", "X1 X2 X3 Y1 Y2 Y3,true", "X1 X2,false", "X1 Y1 Y2 Y3,false",
        "Y1,false", "X1 X1 Y1,false"})
    void countsAQuorumOfGroups(String cosigned, boolean counts) {
        TrustPolicy.Standing standing = policy(example()).standing(note(cosigned.split(" ")));
        assertThat(standing.counts()).isEqualTo(counts);
        assertThat(standing.cosigned()).containsExactlyElementsOf(
                List.of(cosigned.split(" ")).stream().distinct().sorted().toList());
        assertThat(standing.checkpoint().origin()).isEqualTo(LogFixture.ORIGIN);
    }

    /** Against counting by hand, for groups of every size. */
    @ParameterizedTest
    @ValueSource(longs = {121, 122})
    void countsKOfN(long seed) {
        Random random = new Random(seed);
        List<String> all = List.copyOf(WITNESSES.keySet());
        for (int round = 0; round < 60; round++) {
            int needed = 1 + random.nextInt(all.size());
            List<String> some = all.stream().filter(name -> random.nextBoolean()).toList();
            String text = example().substring(0, example().indexOf("group")) + "group G " + needed + " "
                    + String.join(" ", all) + "\nquorum G\n";
            assertThat(policy(text).standing(note(some.toArray(String[]::new))).counts())
                    .isEqualTo(some.size() >= needed);
        }
    }

    @Test
    void asksForNoCosignatureWhereThePolicySaysSo() {
        TrustPolicy none = policy("quorum none\n");
        assertThat(none.logs()).isEmpty();
        assertThat(none.standing(note(), LogFixture.key()).counts()).isTrue();
        assertThatThrownBy(() -> none.standing(note())).hasMessage("ledger.note.unsigned");
        TrustPolicy one = policy(example().replace("quorum X-and-Y", "quorum Y2"));
        assertThat(one.standing(note("Y2")).counts()).isTrue();
        assertThat(one.standing(note("Y1")).counts()).isFalse();
        assertThat(one.logs().get(0).url()).contains("https://a.example");
        assertThat(one.witnesses()).extracting(TrustPolicy.Witness::name)
                .containsExactlyElementsOf(WITNESSES.keySet());
    }

    @Test
    void takesAWitnessForNoLog() {
        byte[] byWitnesses = Note.sign(CHECKPOINT, WITNESSES.get("X1"), WITNESSES.get("X2"), WITNESSES.get("Y1"));
        assertThatThrownBy(() -> policy(example()).standing(byWitnesses)).hasMessage("ledger.note.unsigned");
        byte[] other = Note.sign(CHECKPOINT.replace("shouxin", "elsewhere"), LogFixture.signer());
        assertThatThrownBy(() -> policy(example()).standing(other)).hasMessage("ledger.note.unsigned");
    }

    @Test
    void refusesANoteWithAWrongCosignature() {
        String whole = new String(note("X1", "X2", "Y1"), StandardCharsets.UTF_8);
        byte[] wrong = whole.replace("\n0\n", "\n1\n").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> policy(example()).standing(wrong)).hasMessage("ledger.note.signature-bad");
    }

    @Test
    void namesTheLineThatIsWrong() {
        String x1 = WITNESSES.get("X1").verifierKey().toString();
        String x2 = WITNESSES.get("X2").verifierKey().toString();
        String two = "witness A " + x1 + "\nwitness B " + x2 + "\n";
        refused("syntax", 1, "logs\n");
        refused("syntax", 2, "\nlog\nquorum none\n");
        refused("syntax", 1, "log " + LogFixture.key() + " a b\n");
        refused("key", 1, "log abc\n");
        refused("key", 1, "log " + LogFixture.key() + "A\n");
        refused("log-key", 1, "log " + x1 + "\n");
        refused("witness-key", 1, "witness A " + LogFixture.key() + "\n");
        refused("key-twice", 2, "log " + LogFixture.key() + "\nlog " + LogFixture.key() + "\n");
        refused("key-twice", 2, "witness A " + x1 + "\nwitness B " + x1 + "\n");
        refused("name-twice", 2, "witness A " + x1 + "\nwitness A " + x2 + "\n");
        refused("name-twice", 3, two + "group A any B\n");
        refused("name-twice", 1, "witness none " + x1 + "\n");
        refused("unknown-name", 3, two + "group G any C\n");
        refused("unknown-name", 3, two + "group G any G\n");
        refused("unknown-name", 3, two + "group G any none\n");
        refused("unknown-name", 3, two + "quorum C\n");
        refused("unknown-name", 1, "quorum A\n" + two);
        refused("member-twice", 3, two + "group G any A A\n");
        refused("member-twice", 4, two + "group G any A\ngroup H any A B\n");
        refused("threshold", 3, two + "group G 3 A B\n");
        for (String k : new String[] {"0", "-1", "+1", "01", "1.0", "most", "9999999999"}) {
            refused("syntax", 3, two + "group G " + k + " A B\n");
        }
        refused("syntax", 3, two + "group G any\n");
        refused("quorum-twice", 4, two + "quorum A\nquorum A\n");
        refused("syntax", 3, two + "quorum A B\n");
        refused("control", 2, "#\nquorum none\r\n");
        refused("control", 1, "# \u007f\nquorum none\n");
        refused("newline", 1, "quorum none");
        refused("no-quorum", 0, two);
        refused("no-quorum", 0, "");
        refused("too-large", 0, "#".repeat(1_000_001));
    }

    /** A key is the same key under another name and as another kind. */
    @Test
    void knowsAKeyUnderAnotherName() throws GeneralSecurityException {
        KeyPair pair = NoteAlgorithmTest.pair(NoteAlgorithm.ED25519);
        VerifierKey one = VerifierKey.of("one", NoteAlgorithm.ED25519, pair.getPublic());
        VerifierKey two = VerifierKey.of("two", NoteAlgorithm.ED25519, pair.getPublic());
        refused("key-twice", 2, "log " + one + "\nlog " + two + "\n");
    }

    @Test
    void takesNamesAsOctets() {
        String x1 = WITNESSES.get("X1").verifierKey().toString();
        String x2 = WITNESSES.get("X2").verifierKey().toString();
        byte[] latin = ("witness \u00e9 " + x1 + "\nquorum \u00e9\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(TrustPolicy.parse(latin).standing(note("X1"), LogFixture.key()).counts()).isTrue();
        String kelvin = "witness K " + x1 + "\nwitness \u212a " + x2 + "\nquorum \u212a\n";
        assertThat(policy(kelvin).standing(note("X1"), LogFixture.key()).counts()).isFalse();
        assertThat(policy(kelvin).standing(note("X2"), LogFixture.key()).counts()).isTrue();
        assertThat(policy("  # 公安局\n\t \nquorum\tnone\t\n").witnesses()).isEmpty();
    }

    @Test
    void takesAsManyAsTheSpecificationAsksFor() throws GeneralSecurityException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 32; i++) {
            KeyPair pair = NoteAlgorithmTest.pair(NoteAlgorithm.ED25519);
            text.append("log ").append(VerifierKey.ed25519("l" + i, pair.getPublic())).append('\n');
            text.append("witness w").append(i).append(' ').append(VerifierKey.of("w" + i,
                    NoteAlgorithm.ED25519_COSIGNATURE, pair.getPublic())).append('\n');
            text.append("group g").append(i).append(" 1 w").append(i).append('\n');
        }
        text.append("group all all ");
        IntStream.range(0, 32).forEach(i -> text.append(" g").append(i));
        assertThat(policy(text + "\nquorum all\n").witnesses()).hasSize(32);
    }

    private static void refused(String key, int line, String text) {
        assertThatThrownBy(() -> policy(text)).as(text).isInstanceOfSatisfying(PolicyRefused.class, refused -> {
            assertThat(refused.key()).isEqualTo("ledger.policy." + key);
            assertThat(refused.line()).isEqualTo(line);
        });
    }
}
