// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.keyset.GcmWrap;
import io.shouxin.core.ledger.JcaSigner;
import io.shouxin.core.ledger.NoteAlgorithm;
import io.shouxin.core.ledger.VerifierKey;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

/**
 * Root versions in a hardware security module, through PKCS#11 and the JDK's own provider for it. They are
 * made in the module as sensitive and not extractable, so the module's own rules keep them there: what
 * comes out is what they wrapped and unwrapped. A second key in it signs the ledger's checkpoints.
 *
 * <p>Several systems may share a token: each key's label begins with the name of the ledger it belongs to.
 */
@Component
final class TokenCustody implements Custody {

    private static final Logger LOG = LoggerFactory.getLogger(TokenCustody.class);
    private static final int ROOT_BITS = 256;
    private static final String CHECK_TOKEN = "Check shouxin.keys.hsm-token or shouxin.keys.hsm-slot.";
    private static final String STAYS_INSIDE = "CKA_SENSITIVE = true\n CKA_EXTRACTABLE = false\n";

    private final KeysSettings settings;
    private @Nullable Session session;
    private @Nullable JcaSigner signer;

    TokenCustody(KeysSettings settings) {
        this.settings = settings;
    }

    /** Signed in to the token. */
    private record Session(Provider provider, KeyStore store) {}

    @Override
    public Kind kind() {
        return Kind.HSM;
    }

    @Override
    public synchronized SortedSet<Integer> versions() {
        try {
            String prefix = alias("");
            return Collections.list(session().store().aliases()).stream()
                    .filter(one -> one.startsWith(prefix) && one.substring(prefix.length()).matches("[1-9][0-9]{0,8}"))
                    .map(one -> Integer.valueOf(one.substring(prefix.length())))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (GeneralSecurityException | ProviderException failed) {
            throw failed("list its keys", failed);
        }
    }

    @Override
    public synchronized Root make(int version) {
        if (!settings.create() && versions().isEmpty()) {
            throw new KeysFailed("The security module holds no root version of " + settings.logName()
                    + ", and shouxin.keys.create is false. " + CHECK_TOKEN);
        }
        try {
            Session open = session();
            KeyGenerator generator = KeyGenerator.getInstance("AES", open.provider());
            generator.init(ROOT_BITS);
            if (open.store().containsAlias(alias(version))) {
                open.store().deleteEntry(alias(version));
            }
            open.store().setKeyEntry(alias(version), generator.generateKey(), null, null);
            return root(version);
        } catch (GeneralSecurityException | ProviderException failed) {
            throw failed("make a root version", failed);
        }
    }

    @Override
    public synchronized Map<Integer, Root> open(Set<Integer> versions) {
        Map<Integer, Root> opened = new HashMap<>();
        try {
            for (int version : versions) {
                opened.put(version, root(version));
            }
        } catch (GeneralSecurityException | ProviderException failed) {
            throw failed("open a root version", failed);
        }
        return opened;
    }

    private Root root(int version) throws GeneralSecurityException {
        Session open = session();
        if (!(open.store().getKey(alias(version), null) instanceof SecretKey key)) {
            throw new KeysFailed("The security module holds no root version " + version + " of "
                    + settings.logName() + ", which this database was sealed with. " + CHECK_TOKEN);
        }
        if (key.getEncoded() != null) {
            throw new KeysFailed("Root version " + version + " can be taken out of the security module. "
                    + "It was not made by this server; remove it.");
        }
        return new Root.InModule(new GcmWrap(key, open.provider()));
    }

    @Override
    public synchronized void destroy(int version) {
        try {
            if (session().store().containsAlias(alias(version))) {
                session().store().deleteEntry(alias(version));
            }
        } catch (GeneralSecurityException | ProviderException failed) {
            throw failed("destroy a root version", failed);
        }
    }

    /** The key in the module that signs checkpoints (ECDSA P-256: modules without Ed25519 have it); made once. */
    synchronized JcaSigner signer() {
        try {
            if (signer == null) {
                signer = readOrMakeSigner(session());
            }
            return signer;
        } catch (GeneralSecurityException | ProviderException failed) {
            throw failed("sign", failed);
        }
    }

    private JcaSigner readOrMakeSigner(Session open) throws GeneralSecurityException {
        String alias = settings.logName() + "/checkpoint-1";
        if (!open.store().containsAlias(alias)) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", open.provider());
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            X509Certificate holder = SelfSigned.certificate(settings.logName(), pair, open.provider());
            open.store().setKeyEntry(alias, pair.getPrivate(), null, new X509Certificate[] {holder});
        }
        PrivateKey key = (PrivateKey) open.store().getKey(alias, null);
        VerifierKey verifier = VerifierKey.of(settings.logName(), NoteAlgorithm.ECDSA_P256,
                open.store().getCertificate(alias).getPublicKey());
        return JcaSigner.of(verifier, key, Clock.systemUTC(), open.provider());
    }

    /** Signs out of the token: no key in it can be used through this server any more. */
    @Override
    public synchronized void close() {
        Session open = session;
        session = null;
        signer = null;
        if (open != null && open.provider() instanceof AuthProvider token) {
            try {
                token.logout();
            } catch (GeneralSecurityException | ProviderException gone) {
                LOG.warn("Could not sign out of the security module: {}", gone.getClass().getName());
            }
        }
    }

    private Session session() {
        if (session == null) {
            session = signedIn();
        }
        return session;
    }

    private Session signedIn() {
        char[] pin = pin();
        try {
            Provider provider = Security.getProvider("SunPKCS11").configure(configuration(slot()));
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin);
            return new Session(provider, store);
        } catch (GeneralSecurityException | IOException | InvalidParameterException | ProviderException failed) {
            throw failed("be opened", failed);
        } finally {
            Arrays.fill(pin, '\0');
        }
    }

    /** Looked for at each sign-in where it goes by its label: modules number their slots anew. */
    private long slot() {
        Long number = settings.hsmSlot();
        return number != null ? number
                : TokenSlots.of(Objects.requireNonNull(settings.hsmLibrary()))
                        .slotOf(Objects.requireNonNull(settings.hsmToken()));
    }

    /** As the JDK's provider reads it; keys that it makes here stay in the module. */
    private String configuration(long slot) {
        return "--name = shouxin\nlibrary = " + settings.hsmLibrary() + "\nslot = " + slot + "\n"
                + "attributes(generate, CKO_SECRET_KEY, CKK_AES) = {\n " + STAYS_INSIDE + "}\n"
                + "attributes(generate, CKO_PRIVATE_KEY, CKK_EC) = {\n " + STAYS_INSIDE + "}\n";
    }

    private char[] pin() {
        if (!settings.namesToken()) {
            throw new KeysFailed("This database was sealed with a root version in a security module. Set "
                    + "shouxin.keys.hsm-library, shouxin.keys.hsm-token or shouxin.keys.hsm-slot, and "
                    + "shouxin.keys.hsm-pin-file.");
        }
        byte[] bytes = new byte[0];
        try {
            bytes = Files.readAllBytes(Objects.requireNonNull(settings.hsmPinFile()));
            CharBuffer text = StandardCharsets.UTF_8.decode(java.nio.ByteBuffer.wrap(bytes));
            int end = text.length();
            while (end > 0 && Character.isWhitespace(text.get(end - 1))) {
                end--;
            }
            char[] pin = new char[end];
            text.get(pin);
            Arrays.fill(text.array(), '\0');
            return pin;
        } catch (IOException unreadable) {
            throw new KeysFailed("The file with the PIN of the security module cannot be read: "
                    + settings.hsmPinFile() + ".");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private String alias(Object version) {
        return settings.logName() + "/root-" + version;
    }

    /** The causes' own messages may quote the configuration; their types say enough. */
    private static KeysFailed failed(String what, Exception failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return new KeysFailed("The security module could not " + what + " ("
                + root.getClass().getSimpleName() + "). Check its library, token and PIN, and that it answers.");
    }
}
