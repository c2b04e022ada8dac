// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.desk;

import java.util.List;
import java.util.Map;

/**
 * Nothing was given: what, why, by which rule, and up to three ways on, the likeliest first.
 *
 * @param facts words and what they are, in order
 * @param entry the number of the entry that records it
 */
record RefusalView(String title, String why, Map<String, String> facts, long entry, List<Way> ways) {

    /** A way on: {@code path} is a page of this server. */
    record Way(String icon, String word, String hint, String path, String button) {}
}
