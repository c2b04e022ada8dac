// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

/** Who is at the door. A role belongs to one channel and gives nothing on the other. */
public enum Channel implements Word {
    STAFF,
    SERVICE
}
