// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.risk;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Unicity of trajectories: how many random points of a person's track, each a place and a time, are enough to
 * single the person out of all others (Y.-A. de Montjoye et al., "Unique in the Crowd", 2013). Pseudonyms do not
 * change it: it is the reason why a file of call records with places stays personal information.
 *
 * <p>Points are kept twice, by person and by point, 8 bytes each.
 */
public final class Trajectories {

    private final int[] pointStart;
    private final int[] points;
    private final int[] personStart;
    private final int[] persons;

    private Trajectories(int[] pointStart, int[] points, int[] personStart, int[] persons) {
        this.pointStart = pointStart;
        this.points = points;
        this.personStart = personStart;
        this.persons = persons;
    }

    /**
     * The tracks of these records.
     *
     * @param person whose record it is
     * @param place where, at the granularity that is to be released
     * @param time when, likewise: the number of the hour, of the day …
     */
    public static Trajectories of(CodedColumn person, CodedColumn place, CodedColumn time) {
        EquivalenceClasses spots = EquivalenceClasses.of(List.of(place, time));
        int rows = person.rows();
        long[] visits = new long[rows];
        for (int row = 0; row < rows; row++) {
            visits[row] = (long) person.code(row) << 32 | spots.classOf(row);
        }
        Arrays.sort(visits);
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (i == 0 || visits[i] != visits[i - 1]) {
                visits[count++] = visits[i];
            }
        }
        int[] pointStart = new int[person.cardinality() + 1];
        int[] personStart = new int[spots.count() + 1];
        int[] points = new int[count];
        for (int i = 0; i < count; i++) {
            points[i] = (int) visits[i];
            pointStart[(int) (visits[i] >>> 32) + 1]++;
            personStart[points[i] + 1]++;
        }
        Arrays.parallelPrefix(pointStart, Integer::sum);
        Arrays.parallelPrefix(personStart, Integer::sum);
        // Visits come sorted by person, so each point's people come out sorted as well.
        int[] next = personStart.clone();
        int[] persons = new int[count];
        for (int i = 0; i < count; i++) {
            persons[next[points[i]]++] = (int) (visits[i] >>> 32);
        }
        return new Trajectories(pointStart, points, personStart, persons);
    }

    /**
     * What so many points do.
     *
     * @param points how many were taken of each track
     * @param tested people whose track had at least as many
     * @param singledOut people to whom the points belong and to nobody else
     */
    public record Unicity(int points, int tested, int singledOut) {

        /** Share of the people tested, 0 to 1. */
        public double share() {
            return tested == 0 ? 0 : (double) singledOut / tested;
        }
    }

    /**
     * Tests people drawn at random, each with points drawn at random from the own track.
     *
     * @param pointsEach at least 1
     * @param peopleMax at most so many are drawn; all are tested if there are fewer
     */
    public Unicity unicity(int pointsEach, int peopleMax, RandomGenerator random) {
        int[] people = drawn(pointsEach, peopleMax, random);
        int singledOut = 0;
        int[] taken = new int[pointsEach];
        for (int person : people) {
            take(person, taken, random);
            singledOut += alone(taken) ? 1 : 0;
        }
        return new Unicity(pointsEach, people.length, singledOut);
    }

    private int[] drawn(int pointsEach, int peopleMax, RandomGenerator random) {
        int[] able = IntStream.range(0, pointStart.length - 1)
                .filter(person -> pointStart[person + 1] - pointStart[person] >= pointsEach).toArray();
        int count = Math.min(peopleMax, able.length);
        for (int i = 0; i < count && count < able.length; i++) {
            int other = i + random.nextInt(able.length - i);
            int swap = able[i];
            able[i] = able[other];
            able[other] = swap;
        }
        return Arrays.copyOf(able, count);
    }

    /** Different points of one track, each set equally likely (R. W. Floyd's sampling). */
    private void take(int person, int[] taken, RandomGenerator random) {
        int length = pointStart[person + 1] - pointStart[person];
        int[] chosen = new int[taken.length];
        for (int i = 0; i < taken.length; i++) {
            int last = length - taken.length + i;
            int draw = random.nextInt(last + 1);
            int now = i;
            boolean again = IntStream.range(0, now).anyMatch(j -> chosen[j] == draw);
            chosen[i] = again ? last : draw;
            taken[i] = points[pointStart[person] + chosen[i]];
        }
    }

    /** Whether one person alone was at all these points: walk the rarest point's people, look them up elsewhere. */
    private boolean alone(int[] taken) {
        int rarest = taken[0];
        for (int point : taken) {
            rarest = visitors(point) < visitors(rarest) ? point : rarest;
        }
        int found = 0;
        for (int i = personStart[rarest]; i < personStart[rarest + 1] && found < 2; i++) {
            int candidate = persons[i];
            boolean everywhere = true;
            for (int j = 0; j < taken.length && everywhere; j++) {
                everywhere = taken[j] == rarest || Arrays.binarySearch(
                        persons, personStart[taken[j]], personStart[taken[j] + 1], candidate) >= 0;
            }
            found += everywhere ? 1 : 0;
        }
        return found == 1;
    }

    private int visitors(int point) {
        return personStart[point + 1] - personStart[point];
    }

    @Override
    public String toString() {
        return "Trajectories(" + (pointStart.length - 1) + " people, " + points.length + " points)";
    }
}
