// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.ledger;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.core.ledger.LedgerRefused;
import io.shouxin.core.ledger.PolicyRefused;
import io.shouxin.core.ledger.TrustPolicy;
import io.shouxin.core.ledger.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import picocli.CommandLine.Option;

/** Whose signatures the person at the terminal trusts. Nothing is taken from the log itself. */
final class TrustOptions {

    private static final String NO_COSIGNATURES = "quorum none\n";
    private static final long KEY_FILE_MAX = 100_000;

    @Option(names = "--key", paramLabel = "VKEY|FILE", descriptionKey = "verify.key")
    private List<String> keys = List.of();

    @Option(names = "--policy", paramLabel = "FILE", descriptionKey = "verify.policy")
    private Path policy;

    /** The policy, with the keys given beside it; without a policy file no cosignature is asked for. */
    Trust trust() {
        if (keys.isEmpty() && policy == null) {
            throw new Failure(Exit.USAGE, "verify.no-key");
        }
        if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
            Security.addProvider(new BouncyCastleProvider());
        }
        List<VerifierKey> given = new ArrayList<>();
        keys.forEach(key -> given.addAll(isVkey(key) ? List.of(parsed(key)) : file(key)));
        return new Trust(readPolicy(), given.toArray(VerifierKey[]::new), policy != null);
    }

    private TrustPolicy readPolicy() {
        try {
            return TrustPolicy.parse(policy == null ? NO_COSIGNATURES.getBytes(StandardCharsets.UTF_8)
                    : bytes(policy));
        } catch (PolicyRefused refused) {
            throw new Failure(Exit.INPUT, "verify.why." + refused.key(), refused.line());
        }
    }

    private static boolean isVkey(String text) {
        return text.matches("[^+]+\\+[0-9a-f]{8}\\+[A-Za-z0-9+/=]+");
    }

    private static VerifierKey parsed(String text) {
        try {
            return VerifierKey.parse(text);
        } catch (LedgerRefused refused) {
            throw new Failure(Exit.INPUT, "verify.why." + refused.key());
        }
    }

    /** A file as {@code /ledger/key} serves it: one key a line. */
    private static List<VerifierKey> file(String name) {
        try (Stream<String> lines = new String(bytes(Path.of(name)), StandardCharsets.UTF_8).lines()) {
            return lines.filter(line -> !line.isBlank()).map(TrustOptions::parsed).toList();
        } catch (InvalidPathException noPath) {
            throw new Failure(Exit.INPUT, "verify.why.ledger.verifier-key");
        }
    }

    private static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > Math.max(KEY_FILE_MAX, TrustPolicy.BYTES_MAX)) {
                throw new Failure(Exit.INPUT, "input.unreadable", file.toString());
            }
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new Failure(Exit.INPUT, Files.exists(file) ? "input.unreadable" : "input.missing", file.toString());
        }
    }
}
