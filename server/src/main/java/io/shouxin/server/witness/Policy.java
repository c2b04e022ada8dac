// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.witness;

import io.shouxin.core.ledger.PolicyRefused;
import io.shouxin.core.ledger.TrustPolicy;

import org.springframework.stereotype.Component;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The operator's policy, read once at the start: a file that is wrong stops the start and names the line. */
@Component
class Policy {

    private final Optional<TrustPolicy> file;

    Policy(CosignSettings settings) {
        this.file = settings.policy().isEmpty() ? Optional.empty() : Optional.of(read(Path.of(settings.policy())));
    }

    /** Empty where no witness was ever asked for. */
    Optional<TrustPolicy> file() {
        return file;
    }

    /** Those we can ask; the policy may name others, who get our checkpoints some other way. */
    List<TrustPolicy.Witness> witnesses() {
        return file.map(TrustPolicy::witnesses).orElse(List.of());
    }

    /** Where {@code add-checkpoint} of a witness is. */
    static Optional<URI> address(TrustPolicy.Witness witness) {
        return witness.url().map(url -> URI.create(url + (url.endsWith("/") ? "" : "/") + "add-checkpoint"));
    }

    private static TrustPolicy read(Path path) {
        try {
            TrustPolicy policy = TrustPolicy.parse(Files.readAllBytes(path));
            for (TrustPolicy.Witness witness : policy.witnesses()) {
                if (address(witness).filter(Policy::canBeAsked).isEmpty() && witness.url().isPresent()) {
                    throw new IllegalStateException("shouxin.ledger.policy: the address of witness " + witness.name()
                            + " does not begin with http:// or https://.");
                }
            }
            return policy;
        } catch (PolicyRefused wrong) {
            throw new IllegalStateException("shouxin.ledger.policy: line " + wrong.line() + " of " + path + ": "
                    + wrong.key());
        } catch (IOException unreadable) {
            throw new IllegalStateException("shouxin.ledger.policy: " + path + " cannot be read.");
        } catch (IllegalArgumentException noAddress) {
            throw new IllegalStateException("shouxin.ledger.policy: an address in " + path + " is none.");
        }
    }

    private static boolean canBeAsked(URI address) {
        return "https".equals(address.getScheme()) || "http".equals(address.getScheme());
    }
}
