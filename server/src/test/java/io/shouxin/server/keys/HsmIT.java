// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shouxin.core.keyset.CustomerKey;
import io.shouxin.core.keyset.GcmWrap;
import io.shouxin.core.keyset.KeyDamaged;
import io.shouxin.core.keyset.KeyPlace;
import io.shouxin.core.ledger.Checkpoint;
import io.shouxin.core.ledger.JcaSigner;
import io.shouxin.core.ledger.Note;
import io.shouxin.core.ledger.NoteAlgorithm;
import io.shouxin.core.ledger.NoteSigner;
import io.shouxin.core.ledger.VerifierKey;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

/** Root versions and a signing key that never leave a real PKCS#11 token (SoftHSM). */
class HsmIT {

    private static final KeyPlace TOP = KeyPlace.customer(0).path().get(0);

    private static final AtomicInteger NAMES = new AtomicInteger();

    @TempDir Path home;

    private final String logName = "shouxin.example/test-" + NAMES.incrementAndGet();
    private final List<TokenCustody> opened = new ArrayList<>();
    private SoftToken token;

    @BeforeEach
    void needsSoftHsm() {
        SoftToken.missing().ifPresent(why -> Assumptions.abort(why));
        token = SoftToken.in(home);
    }

    /** A token knows one sign-in for the whole process: what a test leaves open would serve the next one too. */
    @AfterEach
    void signOut() {
        opened.forEach(TokenCustody::close);
    }

    private TokenCustody custody() {
        opened.add(new TokenCustody(settings()));
        return opened.get(opened.size() - 1);
    }

    private KeysFixture.Node start(DataSource source) {
        KeysFixture.Node node = KeysFixture.start(source, settings());
        opened.add(node.custodies().token());
        return node;
    }

    private KeysSettings settings() {
        return token.settings(home, logName);
    }

    @Test
    void keepsTheRootInTheTokenOverARestartAndARotation() {
        DataSource source = KeysFixture.database();
        KeysFixture.Node node = start(source);
        Keys.NewCustomerKey customer = node.keys().newCustomerKeys(1).get(0);
        SecretBytes named = SecretBytes.copyOf(node.keys().named("index.phone.1").plain(PlainAccess.granted()));
        assertThat(GcmWrap.made(node.table().node(TOP).orElseThrow().bytes())).isTrue();
        assertThat(home.resolve("keys/root.key")).doesNotExist();

        RootRotation.Outcome outcome = node.rotate();
        assertThat(outcome).isEqualTo(new RootRotation.Outcome(1, 2, Custody.Kind.HSM, 2, 0));
        assertThat(node.custodies().token().versions()).containsExactly(2);
        node.opening().close(Opening.Why.SEALED, null);

        KeysFixture.Node again = start(source);
        try (CustomerKey opened = again.keys().open(customer.slot(), customer.wrapped())) {
            assertThat(opened.bytes()).isEqualTo(customer.key().bytes());
        }
        assertThat(again.keys().named("index.phone.1")).isEqualTo(named);
    }

    /** From the key file of a first start into the module, without touching a customer. */
    @Test
    void takesOverFromTheKeyFile() {
        DataSource source = KeysFixture.database();
        KeysFixture.Node file = KeysFixture.start(source, KeysFixture.file(home));
        SecretBytes named = file.keys().named("index.phone.1");
        KeysFixture.Node node = start(source);
        assertThat(node.rotate().custody()).isEqualTo(Custody.Kind.HSM);
        assertThat(home.resolve("keys/root.key")).doesNotExist();
        assertThat(start(source).keys().named("index.phone.1")).isEqualTo(named);
    }

    @Test
    void givesNoKeyOutAndOpensNothingThatWasChanged() {
        TokenCustody custody = custody();
        Root root = custody.make(1);
        SecretBytes key = SecretBytes.random(32);
        byte[] wrapped = root.wrap(key, TOP);
        assertThat(root.unwrap(wrapped, TOP)).isEqualTo(key);
        assertThat(custody.open(Set.of(1)).get(1).unwrap(wrapped, TOP)).isEqualTo(key);
        wrapped[20] ^= 1;
        assertThatExceptionOfType(KeyDamaged.class).isThrownBy(() -> root.unwrap(wrapped, TOP));
        wrapped[20] ^= 1;
        assertThatExceptionOfType(KeyDamaged.class).isThrownBy(() -> root.unwrapNamed(wrapped, "top"));
        assertThatExceptionOfType(KeyDamaged.class).isThrownBy(() -> custody.make(2).unwrap(wrapped, TOP));
        custody.close();
        assertThatExceptionOfType(IllegalStateException.class).as("signed out").isThrownBy(() -> root.wrap(key, TOP));
        custody.destroy(1);
        assertThat(custody.versions()).containsExactly(2);
        assertThatExceptionOfType(KeysFailed.class).isThrownBy(() -> custody.open(Set.of(1)))
                .withMessageContaining("no root version 1");
        custody.close();
    }

    /** The root and one signing key never leave the module; SM2 and ML-DSA are wrapped by that root. */
    @Test
    void signsWithFurtherKindsBesideTheModulesOwn() {
        Security.addProvider(new BouncyCastleProvider());
        DataSource source = KeysFixture.database();
        KeysSettings signing = KeysFixture.signing(settings(), FurtherSignature.SM2, FurtherSignature.ML_DSA_44);
        KeysFixture.Node node = start(source);
        LedgerKeys made = KeysFixture.ledgerKeys(node, signing, Clock.systemUTC());
        String text = new Checkpoint(logName, 3, new byte[32]).text();
        byte[] note = Note.sign(text, made.signers().toArray(NoteSigner[]::new));
        assertThat(made.verifiers()).extracting(VerifierKey::algorithm).containsExactly(NoteAlgorithm.ED25519,
                NoteAlgorithm.ECDSA_P256, NoteAlgorithm.SM2_SM3, NoteAlgorithm.ML_DSA_44_COSIGNATURE);
        made.verifiers().forEach(key -> assertThat(Checkpoint.open(note, key).size()).as(key.toString()).isEqualTo(3));
        assertThat(node.table().named()).extracting(KeyTable.Named::name)
                .contains("ledger.signing.sm2.1", "ledger.signing.ml-dsa-44.1");
        assertThat(node.table().named()).allSatisfy(one -> assertThat(GcmWrap.made(one.bytes())).isTrue());

        node.rotate();
        node.opening().close(Opening.Why.SEALED, null);
        KeysFixture.Node again = start(source);
        assertThat(KeysFixture.ledgerKeys(again, signing, Clock.systemUTC()).verifiers()).isEqualTo(made.verifiers());
    }

    /** Modules number their slots anew; the label stays. */
    @Test
    void findsTheTokenByItsLabelAmongOthers() {
        TokenCustody bySlot = custody();
        bySlot.make(1);
        bySlot.close();
        TokenCustody byLabel = new TokenCustody(token.settingsByLabel(home, logName, token.label()));
        opened.add(byLabel);
        assertThat(byLabel.versions()).containsExactly(1);
        byLabel.close();
        assertThat(TokenSlots.of(token.library()).labels()).containsEntry(token.slot(), token.label())
                .containsValue(token.label() + " beside");
    }

    @Test
    void refusesALabelThatNoTokenOrMoreThanOneBears() {
        TokenCustody nobodys = new TokenCustody(token.settingsByLabel(home, logName, token.label() + " nobody's"));
        opened.add(nobodys);
        assertThatExceptionOfType(KeysFailed.class).isThrownBy(nobodys::versions)
                .withMessageContaining("0 bear the label").withMessageContaining("shouxin.keys.hsm-token");
        TokenSlots twins = new TokenSlots(Map.of(4L, "twin", 5L, "twin", 6L, "one"));
        assertThatExceptionOfType(KeysFailed.class).isThrownBy(() -> twins.slotOf("twin"))
                .withMessageContaining("2 bear the label");
        assertThat(twins.slotOf("one")).isEqualTo(6);
        assertThatExceptionOfType(KeysFailed.class).isThrownBy(() -> TokenSlots.of(home.resolve("no-library.so")))
                .withMessageContaining("shouxin.keys.hsm-library");
    }

    @Test
    void takesALabelOrANumberAndNotBoth() {
        KeysSettings given = token.settings(home, logName);
        assertThatExceptionOfType(KeysFailed.class).isThrownBy(() -> new KeysSettings(Custody.Kind.HSM, given.file(),
                null, given.passphraseFile(), true, given.iterations(), logName, List.of(), token.library(),
                token.label(), token.slot(), token.pinFile(), 3, 2)).withMessageContaining("leave one of them out");
        assertThatExceptionOfType(KeysFailed.class).isThrownBy(() -> new KeysSettings(Custody.Kind.HSM, given.file(),
                null, given.passphraseFile(), true, given.iterations(), logName, List.of(), token.library(), null,
                null, token.pinFile(), 3, 2)).withMessageContaining("shouxin.keys.hsm-token");
    }

    @Test
    void printsNothingWhileItLooksForTheToken() {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        PrintStream usual = System.out;
        System.setOut(new PrintStream(terminal, true, StandardCharsets.UTF_8));
        try {
            assertThat(TokenSlots.of(token.library()).slotOf(token.label())).isEqualTo(token.slot());
            System.out.print("after");
        } finally {
            System.setOut(usual);
        }
        assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo("after");
    }

    @Test
    void saysWhatIsWrongWithThePinAndKeepsItToItself() throws Exception {
        Files.writeString(token.pinFile(), "000000");
        assertThatExceptionOfType(KeysFailed.class).isThrownBy(() -> custody().versions())
                .withMessageContaining("PIN").withMessageNotContaining("000000");
    }

    /** A reader knows nothing but the public key and the note (C2SP signed-note, type 2). */
    @Test
    void signsNotesInTheToken() throws Exception {
        TokenCustody custody = custody();
        byte[] text = "shouxin.example/test\n0\n\n".getBytes(StandardCharsets.UTF_8);
        JcaSigner signer = custody.signer();
        byte[] signature = signer.sign(text);
        // The vkey as a stranger has it: name, id, and after the type the key in its X.509 form.
        String vkey = signer.verifierKey().toString();
        byte[] typed = Base64.getDecoder().decode(vkey.substring(vkey.indexOf('+', logName.length() + 1) + 1));
        PublicKey known = KeyFactory.getInstance("EC").generatePublic(
                new X509EncodedKeySpec(Arrays.copyOfRange(typed, 1, typed.length)));
        Signature ecdsa = Signature.getInstance("SHA256withECDSA");
        ecdsa.initVerify(known);
        ecdsa.update(text);
        assertThat(ecdsa.verify(signature)).isTrue();
        custody.close();

        NoteSigner again = custody().signer();
        assertThat(again.keyId()).isEqualTo(signer.keyId()).hasSize(4);
        assertThat(again.name()).isEqualTo(logName);
    }
}
