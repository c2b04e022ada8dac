// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import io.shouxin.core.release.AggregatedColumn;
import io.shouxin.core.release.Generalisation;
import io.shouxin.core.release.GeneralisationSearch;
import io.shouxin.core.release.Loss;
import io.shouxin.core.release.PrivacyModel;
import io.shouxin.core.release.ProposedHierarchy;
import io.shouxin.core.risk.CodedColumn;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a plan has to know of all rows before the first one can leave: the levels of generalisation with which groups
 * are large enough, which rows are left out for it, and the means of aggregated columns. Counted over the rows that
 * the plan's other columns let pass, because a group is what leaves and not what came.
 *
 * <p>Memory: four bytes a row and generalised column, and each different value once; an aggregated column as
 * {@link AggregatedColumn} says.
 */
public final class WholeTable {

    private final Optional<Generalisation> generalisation;
    private final List<AggregatedColumn> aggregated;
    private final List<Level> levels;

    /**
     * The level that was found for a column.
     *
     * @param of the coarsest one
     * @param what as {@link ProposedHierarchy} calls it
     */
    public record Level(String column, int level, int of, String what) {}

    private WholeTable(Optional<Generalisation> generalisation, List<AggregatedColumn> aggregated,
            List<Level> levels) {
        this.generalisation = generalisation;
        this.aggregated = aggregated;
        this.levels = levels;
    }

    /** What the search found; empty where the plan has no groups or the table no rows. */
    public Optional<Generalisation> generalisation() {
        return generalisation;
    }

    /** In the order of the table's columns. */
    public List<Level> levels() {
        return levels;
    }

    boolean isSuppressed(int row) {
        return generalisation.isPresent() && generalisation.get().isSuppressed(row);
    }

    String value(int column, int row, String read) {
        return generalisation.orElseThrow().value(column, row, read);
    }

    String mean(int column, int index, BigDecimal read) {
        return aggregated.get(column).mean(index, read);
    }

    void end(int rows, int[] values) {
        generalisation.ifPresent(one -> one.end(rows));
        for (int i = 0; i < values.length; i++) {
            aggregated.get(i).end(values[i]);
        }
    }

    @Override
    public String toString() {
        return "WholeTable(" + levels.size() + " generalised, " + aggregated.size() + " aggregated columns)";
    }

    /** Collects rows, column by column. */
    static final class Builder {

        private final Plan plan;
        private final List<Plan.Column> least;
        private final List<Plan.Column> aggregated;
        private final List<CodedColumn.Builder> texts = new ArrayList<>();
        private final List<AggregatedColumn.Builder> numbers = new ArrayList<>();
        private final CodedColumn.Builder sensitive = CodedColumn.builder(0);

        Builder(Plan plan, List<Plan.Column> least, List<Plan.Column> aggregated) {
            this.plan = plan;
            this.least = least;
            this.aggregated = aggregated;
            least.forEach(column -> texts.add(CodedColumn.builder(0)));
            aggregated.forEach(column -> numbers.add(AggregatedColumn.builder()));
        }

        void text(int column, String value) {
            texts.get(column).add(value);
        }

        void number(int column, BigDecimal value) {
            numbers.get(column).add(value);
        }

        void sensitive(String released) {
            sensitive.add(released);
        }

        /** @throws io.shouxin.core.release.ReleaseRefused where groups or means of this size cannot be had */
        WholeTable build() {
            List<AggregatedColumn> means = new ArrayList<>();
            for (int i = 0; i < numbers.size(); i++) {
                means.add(numbers.get(i).build(((Technique.Aggregated) aggregated.get(i).technique()).k()));
            }
            List<CodedColumn> columns = texts.stream().map(CodedColumn.Builder::build).toList();
            if (columns.isEmpty() || columns.get(0).rows() == 0) {
                return new WholeTable(Optional.empty(), means, List.of());
            }
            List<ProposedHierarchy> hierarchies = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                CodedColumn column = columns.get(i);
                hierarchies.add(((Technique.Least) least.get(i).technique()).hierarchy()
                        .map(ProposedHierarchy::given).orElseGet(() -> ProposedHierarchy.of(column)));
            }
            Plan.Groups groups = plan.groups().orElseThrow();
            Generalisation found = GeneralisationSearch.of(columns, hierarchies.stream()
                    .map(ProposedHierarchy::hierarchy).toList())
                    .required(models(groups), groups.suppress(), Loss.CERTAINTY_PENALTY);
            List<Level> levels = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                List<String> names = hierarchies.get(i).levels();
                levels.add(new Level(least.get(i).name(), found.level(i), names.size() - 1,
                        names.get(found.level(i))));
            }
            return new WholeTable(Optional.of(found), means, levels);
        }

        private List<PrivacyModel> models(Plan.Groups groups) {
            List<PrivacyModel> models = new ArrayList<>(List.of(new PrivacyModel.KAnonymity(groups.k())));
            if (groups.sensitive() != null) {
                CodedColumn column = sensitive.build();
                if (groups.l() > 0) {
                    models.add(new PrivacyModel.DistinctDiversity(column, groups.l()));
                }
                if (groups.t() > 0) {
                    models.add(PrivacyModel.TCloseness.of(column, groups.t()));
                }
            }
            return models;
        }
    }
}
