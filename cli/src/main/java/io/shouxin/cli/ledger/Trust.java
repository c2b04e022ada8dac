// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.ledger;

import io.shouxin.core.ledger.TrustPolicy;
import io.shouxin.core.ledger.VerifierKey;
import java.util.stream.Stream;

/**
 * @param keys of logs given beside the policy
 * @param counting whether a policy was given, so that cosignatures are counted and told
 */
record Trust(TrustPolicy policy, VerifierKey[] keys, boolean counting) {

    TrustPolicy.Standing standing(byte[] note) {
        return policy.standing(note, keys);
    }

    /** Every key of a log: a checkpoint must be signed by the one whose name is its origin. */
    VerifierKey[] logKeys() {
        return Stream.concat(policy.logs().stream().map(TrustPolicy.Log::key), Stream.of(keys))
                .toArray(VerifierKey[]::new);
    }
}
