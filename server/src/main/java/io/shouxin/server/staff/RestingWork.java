// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import java.util.List;

/**
 * What becomes of one person's work in a module while their rights rest, for the page of their standing. A module
 * that holds such work (requests, imports, exports) declares a bean; it only tells, and stops nothing by it.
 */
public interface RestingWork {

    /** Asked while the page is drawn; empty where the person has none. */
    List<Item> of(Person person);

    /**
     * @param icon a name of the Tabler icon font without its prefix
     * @param what a finished sentence in the reader's language
     */
    record Item(String icon, String what) {}
}
