// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.tree;

import io.shouxin.core.ledger.NoteSigner;
import io.shouxin.core.ledger.VerifierKey;

import java.util.List;

/**
 * Holds the keys that sign checkpoints. Implemented by the module that keeps keys, which stands above
 * this one.
 *
 * <p>An implementation throws {@code Refused} while its keys are sealed: then nothing is signed, and
 * what was written waits.
 */
public interface CheckpointSigner {

    /** The log's name: first line of its checkpoints and name of its key. */
    String origin();

    List<NoteSigner> signers();

    List<VerifierKey> verifiers();
}
