// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import java.util.List;

/**
 * The accounts of applications that somebody answers for, as the page of a person shows them. A module that
 * knows both people and applications implements it.
 */
public interface OwnedKeys {

    /** One account; {@code works} is whether its key opens the door now. */
    record Owned(String id, String name, String role, boolean works) {}

    /** What the natural person behind this number answers for. */
    List<Owned> of(String number);
}
