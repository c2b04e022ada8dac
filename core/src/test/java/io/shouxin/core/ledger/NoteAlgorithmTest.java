// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoteAlgorithmTest {

    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final String NAME = "witness.example.org/w1";
    private static final Instant SEEN = Instant.parse("2026-11-25T08:00:00.999Z");
    private static final Clock CLOCK = Clock.fixed(SEEN, ZoneOffset.UTC);
    private static final String TEXT = new Checkpoint(LogFixture.ORIGIN, 7, Hashes.leaf(new byte[1])).text();

    @BeforeAll
    static void register() {
        Security.addProvider(BOUNCY_CASTLE);
    }

    @AfterAll
    static void unregister() {
        Security.removeProvider(BOUNCY_CASTLE.getName());
    }

    static KeyPair pair(NoteAlgorithm algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = switch (algorithm) {
            case ED25519, ED25519_COSIGNATURE -> KeyPairGenerator.getInstance("Ed25519");
            case ECDSA_P256 -> KeyPairGenerator.getInstance("EC");
            case SM2_SM3 -> KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
            case ML_DSA_44_COSIGNATURE -> KeyPairGenerator.getInstance("ML-DSA-44");
        };
        if (algorithm == NoteAlgorithm.ECDSA_P256 || algorithm == NoteAlgorithm.SM2_SM3) {
            generator.initialize(new ECGenParameterSpec(
                    algorithm == NoteAlgorithm.SM2_SM3 ? "sm2p256v1" : "secp256r1"));
        }
        return generator.generateKeyPair();
    }

    private static JcaSigner signer(NoteAlgorithm algorithm) throws GeneralSecurityException {
        KeyPair pair = pair(algorithm);
        return JcaSigner.of(VerifierKey.of(NAME, algorithm, pair.getPublic()), pair.getPrivate(), CLOCK);
    }

    @ParameterizedTest
    @EnumSource
    void signsAndVerifiesAndRefusesEveryFlippedBitOfTheSignature(NoteAlgorithm algorithm) throws Exception {
        JcaSigner signer = signer(algorithm);
        VerifierKey key = VerifierKey.parse(signer.verifierKey().toString());
        assertThat(key).isEqualTo(signer.verifierKey()).hasSameHashCodeAs(signer.verifierKey());
        Note note = Note.open(Note.sign(TEXT, signer, LogFixture.signer()), key, LogFixture.key());
        assertThat(note.signers()).containsExactly(key, LogFixture.key());
        assertThat(note.seenAt(key)).isEqualTo(algorithm.isCosignature()
                ? Optional.of(SEEN.minusMillis(999)) : Optional.empty());
        byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
        byte[] signature = signer.sign(text);
        int step = algorithm == NoteAlgorithm.ML_DSA_44_COSIGNATURE ? 61 : 3;
        for (int bit = 0; bit < signature.length * 8; bit += step) {
            byte[] bad = signature.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(key.verifies(text, bad)).as("bit %d", bit).isFalse();
        }
        assertThat(key.verifies(text, Arrays.copyOf(signature, signature.length + 1))).isFalse();
        assertThat(key.verifies(text, Arrays.copyOf(signature, 7))).isFalse();
        assertThat(key.verifies(text, new byte[0])).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void makesPairsAndReadsThemAgain(NoteAlgorithm algorithm) {
        KeyPair made = algorithm.newPair();
        KeyPair read = algorithm.pair(made.getPrivate().getEncoded(), made.getPublic().getEncoded());
        assertThat(algorithm.newPair().getPublic()).isNotEqualTo(made.getPublic());
        VerifierKey key = VerifierKey.of(NAME, algorithm, made.getPublic());
        assertThat(VerifierKey.of(NAME, algorithm, read.getPublic())).isEqualTo(key);
        JcaSigner signer = JcaSigner.of(key, read.getPrivate(), CLOCK);
        assertThat(Note.open(Note.sign(TEXT, signer), key).signers()).containsExactly(key);
        assertThatThrownBy(() -> algorithm.pair(new byte[3], made.getPublic().getEncoded()))
                .isInstanceOf(LedgerRefused.class).hasMessage("ledger.signer.pair");
        assertThat(algorithm.title()).doesNotContain("_");
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryFlippedBitOfTheText(NoteAlgorithm algorithm) throws Exception {
        JcaSigner signer = signer(algorithm);
        byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
        byte[] signature = signer.sign(text);
        // The elliptic curves of the platform take a millisecond each time.
        int step = algorithm == NoteAlgorithm.ED25519 ? 1 : 13;
        for (int bit = 0; bit < text.length * 8; bit += step) {
            byte[] bad = text.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(signer.verifierKey().verifies(bad, signature)).as("bit %d", bit).isFalse();
        }
    }

    /** The bytes as the specifications say them, put together without the code under test. */
    @Test
    void cosignsWhatTheSpecificationSays() throws Exception {
        KeyPair ed25519 = pair(NoteAlgorithm.ED25519_COSIGNATURE);
        long time = SEEN.getEpochSecond();
        byte[] byHand = plainly("Ed25519", ed25519, utf8("cosignature/v1\ntime " + time + "\n" + TEXT));
        VerifierKey key = VerifierKey.of(NAME, NoteAlgorithm.ED25519_COSIGNATURE, ed25519.getPublic());
        assertThat(key.verifies(utf8(TEXT), ByteBuffer.allocate(72).putLong(time).put(byHand).array())).isTrue();
        byte[] raw = Arrays.copyOfRange(ed25519.getPublic().getEncoded(), 12, 44);
        assertThat(key.keyId()).isEqualTo(Arrays.copyOf(sha256(utf8(NAME + "\n"), new byte[] {4}, raw), 4));

        KeyPair mlDsa = pair(NoteAlgorithm.ML_DSA_44_COSIGNATURE);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(utf8("subtree/v1\n\0"));
        message.write(NAME.length());
        message.writeBytes(utf8(NAME));
        message.writeBytes(ByteBuffer.allocate(8).putLong(time).array());
        message.write(LogFixture.ORIGIN.length());
        message.writeBytes(utf8(LogFixture.ORIGIN));
        message.writeBytes(ByteBuffer.allocate(16).putLong(0).putLong(7).array());
        message.writeBytes(sha256(new byte[2]));
        byte[] signature = plainly("ML-DSA-44", mlDsa, message.toByteArray());
        assertThat(signature).hasSize(2420);
        VerifierKey post = VerifierKey.of(NAME, NoteAlgorithm.ML_DSA_44_COSIGNATURE, mlDsa.getPublic());
        byte[] blob = ByteBuffer.allocate(2428).putLong(time).put(signature).array();
        assertThat(post.verifies(utf8(TEXT), blob)).isTrue();
        assertThat(post.verifies(utf8("no checkpoint\n"), blob)).isFalse();
        assertThat(post.verifies(utf8(TEXT + "a line the log added\n"), blob)).isTrue();
        assertThat(key.verifies(utf8(TEXT + "a line the log added\n"),
                ByteBuffer.allocate(72).putLong(time).put(byHand).array())).isFalse();
        byte[] spki = mlDsa.getPublic().getEncoded();
        assertThat(post.keyId()).isEqualTo(Arrays.copyOf(sha256(utf8(NAME + "\n"), new byte[] {6},
                Arrays.copyOfRange(spki, spki.length - 1312, spki.length)), 4));
    }

    @Test
    void refusesACosignatureWithoutAPossibleTime() throws Exception {
        KeyPair pair = pair(NoteAlgorithm.ED25519_COSIGNATURE);
        VerifierKey key = VerifierKey.of(NAME, NoteAlgorithm.ED25519_COSIGNATURE, pair.getPublic());
        byte[] byHand = plainly("Ed25519", pair, utf8("cosignature/v1\ntime -1\n" + TEXT));
        assertThat(key.verifies(utf8(TEXT), ByteBuffer.allocate(72).putLong(-1).put(byHand).array())).isFalse();
        VerifierKey longName = VerifierKey.of("n".repeat(256), NoteAlgorithm.ML_DSA_44_COSIGNATURE,
                pair(NoteAlgorithm.ML_DSA_44_COSIGNATURE).getPublic());
        assertThat(longName.verifies(utf8(TEXT), new byte[2428])).isFalse();
    }

    @Test
    void namesEcdsaKeysByTheirX509Form() throws Exception {
        KeyPair pair = pair(NoteAlgorithm.ECDSA_P256);
        byte[] spki = pair.getPublic().getEncoded();
        byte[] id = Arrays.copyOf(sha256(spki), 4);
        byte[] typed = ByteBuffer.allocate(92).put((byte) 2).put(spki).array();
        VerifierKey key = VerifierKey.parse(NAME + "+" + HexFormat.of().formatHex(id) + "+"
                + Base64.getEncoder().encodeToString(typed));
        assertThat(key.algorithm()).isEqualTo(NoteAlgorithm.ECDSA_P256);
        assertThat(key.verifies(utf8(TEXT), plainly("SHA256withECDSA", pair, utf8(TEXT)))).isTrue();
    }

    @Test
    void refusesPointsOffTheCurve() throws Exception {
        for (NoteAlgorithm algorithm : List.of(NoteAlgorithm.ECDSA_P256, NoteAlgorithm.SM2_SM3)) {
            byte[] typed = Base64.getDecoder().decode(signer(algorithm).verifierKey().toString().split("\\+", 3)[2]);
            for (int change : new int[] {typed.length - 1, typed.length - 64, typed.length - 65}) {
                byte[] bad = typed.clone();
                bad[change] ^= 1;
                refusedKey(bad);
            }
        }
    }

    @Test
    void refusesKeysOfSmallOrderAndSecondSpellings() {
        BigInteger p = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
        BigInteger ofOrderEight = new BigInteger(
                "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16);
        for (BigInteger y : new BigInteger[] {BigInteger.ZERO, BigInteger.ONE, p.subtract(BigInteger.ONE),
            ofOrderEight, p.subtract(ofOrderEight), p, p.add(BigInteger.ONE), p.add(BigInteger.valueOf(3)),
            p.add(BigInteger.valueOf(18))}) {
            for (boolean negative : new boolean[] {false, true}) {
                byte[] typed = new byte[33];
                typed[0] = 1;
                for (int i = 0; i < 32; i++) {
                    typed[1 + i] = y.shiftRight(8 * i).byteValue();
                }
                typed[32] |= (byte) (negative ? 0x80 : 0);
                refusedKey(typed);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "03", "05", "fa", "fe", "ff00"})
    void refusesKindsOfOthers(String type) {
        refusedKey(Arrays.copyOf(HexFormat.of().parseHex(type), 33));
        refusedKey(new byte[] {1});
        refusedKey(new byte[0]);
    }

    @Test
    void refusesTwoKeysThatAreNotAPair() throws Exception {
        for (NoteAlgorithm algorithm : NoteAlgorithm.values()) {
            VerifierKey key = VerifierKey.of(NAME, algorithm, pair(algorithm).getPublic());
            KeyPair other = pair(algorithm);
            assertThatThrownBy(() -> JcaSigner.of(key, other.getPrivate(), CLOCK))
                    .isInstanceOf(LedgerRefused.class).hasMessage("ledger.signer.pair");
        }
        KeyPair ec = pair(NoteAlgorithm.ECDSA_P256);
        VerifierKey ed25519 = signer(NoteAlgorithm.ED25519).verifierKey();
        assertThatThrownBy(() -> JcaSigner.of(ed25519, ec.getPrivate(), CLOCK)).hasMessage("ledger.signer.pair");
    }

    @Test
    void signsWithTheProviderOfTheKey() throws Exception {
        KeyPair pair = pair(NoteAlgorithm.ECDSA_P256);
        VerifierKey key = VerifierKey.of(NAME, NoteAlgorithm.ECDSA_P256, pair.getPublic());
        JcaSigner signer = JcaSigner.of(key, pair.getPrivate(), CLOCK, BOUNCY_CASTLE);
        assertThat(Note.open(Note.sign(TEXT, signer), key).signers()).containsExactly(key);
        Provider without = Security.getProvider("SunRsaSign");
        assertThatThrownBy(() -> JcaSigner.of(key, pair.getPrivate(), CLOCK, without))
                .hasMessage("ledger.algorithm-absent");
    }

    /** Where no provider has an algorithm its keys are refused, and signatures under them prove nothing. */
    @ParameterizedTest
    @EnumSource(names = {"SM2_SM3", "ML_DSA_44_COSIGNATURE"})
    void saysThatAnAlgorithmIsAbsent(NoteAlgorithm algorithm) throws Exception {
        JcaSigner signer = signer(algorithm);
        byte[] note = Note.sign(TEXT, LogFixture.signer(), signer);
        Security.removeProvider(BOUNCY_CASTLE.getName());
        try {
            assumeTrue(!algorithm.isAvailable(), "this platform has " + algorithm + " itself");
            String text = signer.verifierKey().toString();
            assertThatThrownBy(() -> VerifierKey.parse(text)).isInstanceOf(LedgerRefused.class)
                    .hasMessage("ledger.algorithm-absent");
            assertThatThrownBy(algorithm::newPair).hasMessage("ledger.algorithm-absent");
            assertThat(Note.open(note, LogFixture.key()).unverified()).hasSize(1);
        } finally {
            Security.addProvider(BOUNCY_CASTLE);
        }
    }

    @Test
    void takesNoCosignatureForALogsOwn() throws Exception {
        KeyPair pair = pair(NoteAlgorithm.ED25519_COSIGNATURE);
        VerifierKey key = VerifierKey.of(LogFixture.ORIGIN, NoteAlgorithm.ED25519_COSIGNATURE, pair.getPublic());
        byte[] note = Note.sign(TEXT, JcaSigner.of(key, pair.getPrivate(), CLOCK));
        assertThatThrownBy(() -> Checkpoint.open(note, key)).hasMessage("ledger.note.unsigned");
        KeyPair post = pair(NoteAlgorithm.ML_DSA_44_COSIGNATURE);
        JcaSigner mlDsa = JcaSigner.of(VerifierKey.of(LogFixture.ORIGIN, NoteAlgorithm.ML_DSA_44_COSIGNATURE,
                post.getPublic()), post.getPrivate(), CLOCK);
        assertThat(Checkpoint.open(Note.sign(TEXT, mlDsa), mlDsa.verifierKey()).size()).isEqualTo(7);
    }

    /** Wycheproof's vectors are not ours and lie outside the repository. */
    @Test
    void agreesWithAllOfWycheproof() throws IOException {
        Path file = Path.of(System.getProperty("basedir", "."))
                .resolve(System.getProperty("shouxin.shared", "../../shared"))
                .resolve("data/crypto/wycheproof/ed25519_test.json.gz");
        assumeTrue(Files.exists(file), "no shared test data: set -Dshouxin.shared to the folder with it");
        int seen = 0;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            Vectors.Case all = Vectors.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            for (Vectors.Case group : all.cases("testGroups")) {
                String pk = (String) ((Map<?, ?>) group.members().get("publicKey")).get("pk");
                VerifierKey key = key(HexFormat.of().parseHex(pk));
                for (Vectors.Case one : group.cases("tests")) {
                    assertThat(key.verifies(one.hex("msg"), one.hex("sig"))).as("tcId %s", one.members().get("tcId"))
                            .isEqualTo(one.isValid());
                    seen++;
                }
            }
            assertThat(seen).isEqualTo(all.number("numberOfTests"));
        }
    }

    private static VerifierKey key(byte[] raw) {
        byte[] typed = ByteBuffer.allocate(33).put((byte) 1).put(raw).array();
        return VerifierKey.parse(vkey(typed));
    }

    private static String vkey(byte[] typed) {
        return NAME + "+" + HexFormat.of().formatHex(sha256(utf8(NAME + "\n"), typed), 0, 4) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    private static void refusedKey(byte[] typed) {
        assertThatThrownBy(() -> VerifierKey.parse(vkey(typed))).as(HexFormat.of().formatHex(typed))
                .isInstanceOf(LedgerRefused.class).hasMessage("ledger.verifier-key");
    }

    private static byte[] plainly(String name, KeyPair pair, byte[] message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(name);
        signature.initSign(pair.getPrivate());
        signature.update(message);
        return signature.sign();
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Arrays.stream(parts).forEach(digest::update);
            return digest.digest();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
