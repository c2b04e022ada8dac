// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shouxin.core.keyset.CustomerKey;
import io.shouxin.core.keyset.GcmWrap;
import io.shouxin.core.keyset.KeyDamaged;
import io.shouxin.core.keyset.KeyPlace;
import io.shouxin.core.ledger.JcaSigner;
import io.shouxin.core.ledger.NoteSigner;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
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
