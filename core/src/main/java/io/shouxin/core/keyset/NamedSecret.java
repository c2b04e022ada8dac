// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

/**
 * A named secret as it is stored.
 *
 * @param rootVersion of the root key that wraps it
 * @param wrapped see {@link KeyWrap#wrapNamed}; nobody changes it after it was made
 */
public record NamedSecret(String name, int rootVersion, byte[] wrapped) {

    @Override
    public String toString() {
        return "NamedSecret(" + name + ", root version " + rootVersion + ")";
    }
}
