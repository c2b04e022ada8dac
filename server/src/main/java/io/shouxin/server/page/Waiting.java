// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.page;

import java.time.Instant;
import java.util.List;

/** Things that wait for the present reader, for the overview to list. A module declares one bean. */
public interface Waiting {

    List<Item> items();

    /**
     * @param what a finished sentence in the reader's language: what has to be decided or done
     * @param why a finished sentence, or empty
     * @param path the page on which it is done
     * @param icon a name of the Tabler icon font without its prefix
     * @param since since when it waits
     */
    record Item(String what, String why, String path, String icon, Instant since) {}
}
