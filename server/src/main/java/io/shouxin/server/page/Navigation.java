// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.page;

import java.util.List;

/**
 * The places a module adds to the side navigation. A module that has pages declares one bean of this
 * type. The entries are the same for every reader and are asked for once, at start; which of them a
 * reader sees is decided by {@link NavEntry#permission()}. Hiding an entry protects nothing: the
 * module's own pages check the permission again.
 */
public interface Navigation {

    List<NavEntry> entries();
}
