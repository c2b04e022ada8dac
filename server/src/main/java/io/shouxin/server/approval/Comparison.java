// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import java.util.Arrays;
import java.util.Collection;

/**
 * What somebody did lately beside what those do who work beside them. It is for whoever decides to weigh; it says
 * nothing of a person by itself.
 *
 * @param peers how many others are compared with; their medians are there from {@link #PEERS_MIN} on
 */
record Comparison(Work own, int peers, Medians medians, AboutCustomer customer) {

    /** With fewer a median tells one colleague's work, or nothing. */
    static final int PEERS_MIN = 5;

    /** What one person did. */
    record Work(int asked, int agreed, int refused, int lapsed, int careless, int customers, int searches) {

        static final Work NONE = new Work(0, 0, 0, 0, 0, 0, 0);

        Work and(Work other) {
            return new Work(asked + other.asked, agreed + other.agreed, refused + other.refused,
                    lapsed + other.lapsed, careless + other.careless, customers + other.customers,
                    searches + other.searches);
        }
    }

    /** The same in the middle of the peers; between two of them where they are even in number. */
    record Medians(double asked, double agreed, double refused, double lapsed, double careless, double customers,
            double searches) {}

    /**
     * This very customer.
     *
     * @param one whether the request is about a single customer; otherwise nothing is counted
     */
    record AboutCustomer(boolean one, int asked, int askedByOthers, int views) {}

    boolean compares() {
        return peers >= PEERS_MIN;
    }

    static Comparison of(Work own, Collection<Work> peers, AboutCustomer customer) {
        return new Comparison(own, peers.size(), new Medians(median(peers.stream().mapToInt(Work::asked).toArray()),
                median(peers.stream().mapToInt(Work::agreed).toArray()),
                median(peers.stream().mapToInt(Work::refused).toArray()),
                median(peers.stream().mapToInt(Work::lapsed).toArray()),
                median(peers.stream().mapToInt(Work::careless).toArray()),
                median(peers.stream().mapToInt(Work::customers).toArray()),
                median(peers.stream().mapToInt(Work::searches).toArray())), customer);
    }

    static double median(int... counts) {
        if (counts.length == 0) {
            return 0;
        }
        int[] sorted = counts.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    }
}
