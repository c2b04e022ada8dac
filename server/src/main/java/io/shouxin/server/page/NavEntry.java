// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.page;

/**
 * One place in the side navigation.
 *
 * @param group the heading it stands under
 * @param key the message key of its words, in the module's own message file
 * @param path the absolute path of the page it opens, such as {@code /ledger}; every page below that
 *     path counts as this place
 * @param icon a name of the Tabler icon font without its prefix, such as {@code list-check}
 * @param permission the permission a reader needs to see it; empty means every reader
 * @param order its place under the heading, smallest first
 */
public record NavEntry(
        NavGroup group, String key, String path, String icon, String permission, int order) {

    public NavEntry {
        // A path that begins with two strokes would leave this server.
        if (!path.matches("/(?:[a-z0-9-]+(?:/[a-z0-9-]+)*)?")) {
            throw new IllegalStateException("Not the path of a page: " + path);
        }
        if (!icon.matches("[a-z0-9-]+")) {
            throw new IllegalStateException("Not the name of an icon: " + icon);
        }
    }
}
