// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.assess;

import io.shouxin.cli.assess.Assessment.Measured;
import io.shouxin.cli.protect.TableColumns;
import io.shouxin.core.release.Generalisation;
import io.shouxin.core.release.GeneralisationSearch;
import io.shouxin.core.release.Hierarchy;
import io.shouxin.core.release.Loss;
import io.shouxin.core.release.PrivacyModel;
import io.shouxin.core.release.ProposedHierarchy;
import io.shouxin.core.risk.Closeness;
import io.shouxin.core.risk.CodedColumn;
import io.shouxin.core.risk.Diversity;
import io.shouxin.core.risk.EquivalenceClasses;
import io.shouxin.core.risk.ReidentificationRisk;
import io.shouxin.core.risk.Trajectories;
import io.shouxin.core.risk.Trajectories.Unicity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Measures a table whose columns are in memory. */
final class Measuring {

    private static final int POINTS_MAX = 4;
    private static final int PEOPLE_MAX = 10_000;
    private static final long SEED = 20_261_125;

    private final TableColumns table;
    private final List<String> quasi;
    private final double threshold;

    Measuring(TableColumns table, List<String> quasi, double threshold) {
        this.table = table;
        this.quasi = quasi;
        this.threshold = threshold;
    }

    Measured measured() {
        return measured(classes(quasi), threshold);
    }

    private static Measured measured(EquivalenceClasses classes, double threshold) {
        long[] rows = new long[Assessment.SIZES.length + 1];
        for (int i = 0; i < classes.count(); i++) {
            int size = classes.size(i);
            int group = 0;
            while (group < Assessment.SIZES.length && size > Assessment.SIZES[group]) {
                group++;
            }
            rows[group] += size;
        }
        ReidentificationRisk prosecutor = ReidentificationRisk.prosecutor(classes, threshold);
        return new Measured(classes.k(), classes.count(), classes.uniqueness(), prosecutor.recordsAbove(), prosecutor,
                rows);
    }

    List<Assessment.Column> columns() {
        List<Assessment.Column> all = new ArrayList<>();
        for (String name : quasi) {
            List<String> others = quasi.stream().filter(one -> !one.equals(name)).toList();
            double without = others.isEmpty() ? 0 : classes(others).uniqueness();
            all.add(new Assessment.Column(name, table.column(name).cardinality(), without));
        }
        return all;
    }

    List<Assessment.Sensitive> sensitive(List<String> names) {
        EquivalenceClasses classes = classes(quasi);
        List<Assessment.Sensitive> all = new ArrayList<>();
        for (String name : names) {
            CodedColumn column = table.column(name);
            Optional<CodedColumn> ordered = column.inOrderOfNumbers();
            Diversity diversity = Diversity.of(classes, column);
            double t = Closeness.t(ordered.isPresent() ? Closeness.ordered(classes, ordered.get())
                    : Closeness.categorical(classes, column));
            all.add(new Assessment.Sensitive(name, column.cardinality(), diversity.distinctL(), diversity.entropyL(), t,
                    ordered.isPresent()));
        }
        return all;
    }

    /** Against a register of the population: its columns have the same names. */
    Optional<ReidentificationRisk> journalist(TableColumns population) {
        if (population == null) {
            return Optional.empty();
        }
        List<CodedColumn> both = quasi.stream().map(name ->
                joined(table.column(name), population.column(name))).toList();
        return Optional.of(ReidentificationRisk.journalist(EquivalenceClasses.of(both), (int) table.rows(), threshold));
    }

    List<Unicity> unicity(String person, String place, String time) {
        if (person == null) {
            return List.of();
        }
        Trajectories tracks = Trajectories.of(table.column(person), table.column(place), table.column(time));
        return IntStream.rangeClosed(1, POINTS_MAX).mapToObj(points ->
                tracks.unicity(points, PEOPLE_MAX, new Random(SEED))).toList();
    }

    /** What is asked for: k, l and t over the sensitive columns where they are set. */
    record Wanted(int k, int l, double t, double suppressedShareMax) {}

    Assessment.Goal goal(Wanted wanted, List<String> sensitive, Map<String, Hierarchy> given) {
        List<CodedColumn> columns = quasi.stream().map(table::column).toList();
        List<ProposedHierarchy> hierarchies = quasi.stream().map(name -> given.containsKey(name)
                ? ProposedHierarchy.given(given.get(name)) : ProposedHierarchy.of(table.column(name))).toList();
        GeneralisationSearch search = GeneralisationSearch.of(columns,
                hierarchies.stream().map(ProposedHierarchy::hierarchy).toList());
        Optional<Generalisation> best =
                search.best(models(wanted, sensitive), wanted.suppressedShareMax(), Loss.CERTAINTY_PENALTY);
        return new Assessment.Goal(wanted.k(), wanted.l(), wanted.t(), wanted.suppressedShareMax(),
                best.map(found -> reached(found, hierarchies)));
    }

    private List<PrivacyModel> models(Wanted wanted, List<String> sensitive) {
        List<PrivacyModel> models = new ArrayList<>(List.of(new PrivacyModel.KAnonymity(wanted.k())));
        for (String name : sensitive) {
            if (wanted.l() > 0) {
                models.add(new PrivacyModel.DistinctDiversity(table.column(name), wanted.l()));
            }
            if (wanted.t() > 0) {
                models.add(PrivacyModel.TCloseness.of(table.column(name), wanted.t()));
            }
        }
        return models;
    }

    private Assessment.Reached reached(Generalisation best, List<ProposedHierarchy> hierarchies) {
        List<Assessment.Level> levels = new ArrayList<>();
        List<CodedColumn.Builder> builders = new ArrayList<>();
        for (int i = 0; i < quasi.size(); i++) {
            int level = best.level(i);
            levels.add(new Assessment.Level(quasi.get(i), level, hierarchies.get(i).levels().size(),
                    hierarchies.get(i).levels().get(level)));
            builders.add(CodedColumn.builder((int) table.rows()));
        }
        for (int row = 0; row < table.rows(); row++) {
            if (!best.isSuppressed(row)) {
                for (int i = 0; i < builders.size(); i++) {
                    builders.get(i).add(best.value(i, row));
                }
            }
        }
        EquivalenceClasses after = EquivalenceClasses.of(builders.stream().map(CodedColumn.Builder::build).toList());
        return new Assessment.Reached(levels, best.loss(), best.suppressedRows(), best.nodes(), best.nodesChecked(),
                measured(after, threshold));
    }

    private EquivalenceClasses classes(List<String> names) {
        return EquivalenceClasses.of(names.stream().map(table::column).toList());
    }

    private static CodedColumn joined(CodedColumn sample, CodedColumn population) {
        CodedColumn.Builder builder = CodedColumn.builder(sample.rows() + population.rows());
        for (CodedColumn one : Arrays.asList(sample, population)) {
            for (int row = 0; row < one.rows(); row++) {
                builder.add(one.value(one.code(row)));
            }
        }
        return builder.build();
    }
}
