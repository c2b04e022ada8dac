// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.tree;

import java.util.Optional;

/**
 * What witnesses have signed of our checkpoints. Implemented by the module that asks them, which stands
 * above this one; without witnesses nothing is ever cosigned.
 */
public interface Cosigned {

    /** The note with the cosignatures there are for a tree of this size; the note itself if there are none. */
    byte[] with(byte[] note, long size);

    /** The newest checkpoint that counts by the operator's policy; empty where there is no policy or none does. */
    Optional<TreeHead> newest();
}
