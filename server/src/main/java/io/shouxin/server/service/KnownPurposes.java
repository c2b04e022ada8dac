// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.service;

import java.util.Set;

/**
 * The purposes the register in force knows. The module that has the register implements this, so that
 * an application's account cannot be limited to a purpose that does not exist.
 */
public interface KnownPurposes {

    /** Their codes; empty while no register is in force, and then none is checked. */
    Set<String> codes();
}
