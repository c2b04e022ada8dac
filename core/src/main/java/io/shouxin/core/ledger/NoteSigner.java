// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

/** Signs notes under one key, wherever the key is kept: in memory, in a security module. */
public interface NoteSigner {

    /** The key's name: not empty, without spaces and plus signs; for a log, its origin. */
    String name();

    /** Four bytes by which a reader finds the key; they need not be unique. */
    byte[] keyId();

    /** @param text the note's text with its final newline */
    byte[] sign(byte[] text);
}
