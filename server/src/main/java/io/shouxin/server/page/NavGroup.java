// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.page;

/** The headings of the side navigation, in the order they appear. {@link #TOP} has no heading. */
public enum NavGroup {

    TOP, ACCESS, GOVERNANCE, CUSTOMERS, SYSTEM;

    /** The message key of the heading. */
    public String key() {
        return "console.nav." + name().toLowerCase(java.util.Locale.ROOT);
    }
}
