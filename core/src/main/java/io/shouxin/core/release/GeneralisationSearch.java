// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import io.shouxin.core.release.ReleaseRefused.Reason;
import io.shouxin.core.risk.CodedColumn;
import io.shouxin.core.risk.EquivalenceClasses;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the generalisation of a table that meets privacy models at the least loss: one level for each column
 * (full-domain generalisation), and rows whose class still fails suppressed, up to a limit.
 *
 * <p>The result is optimal for the loss that was asked for. The levels form a lattice, and where every model is
 * monotone (k-anonymity and distinct l-diversity are) a node that meets them decides for all coarser ones and one
 * that fails for all finer ones. As in Flash (F. Kohlmayer et al., 2012), paths through the undecided nodes are
 * searched by halving, from the bottom up. Then the nodes that meet the models are weighed, the one with the least
 * loss before suppression first, until the next cannot be better any more. With entropy l-diversity or t-closeness
 * suppression is not monotone, and every node that could be better is looked at.
 *
 * <p>Rows that are equal in all columns are counted once, and a node's classes come from recoding their codes.
 */
public final class GeneralisationSearch {

    /** So many nodes at most: a million checks of a small table, or some thousands of a large one after pruning. */
    public static final int NODES_MAX = 1 << 20;

    private final List<CodedColumn> columns;
    private final List<CodedHierarchy> hierarchies;
    private final int rows;

    private GeneralisationSearch(List<CodedColumn> columns, List<CodedHierarchy> hierarchies) {
        this.columns = columns;
        this.hierarchies = hierarchies;
        this.rows = columns.get(0).rows();
    }

    /**
     * A search over the quasi-identifying columns of a table.
     *
     * @param hierarchies one for each column, with all of its values
     * @throws ReleaseRefused {@code release.hierarchy.value-missing}; {@code release.lattice-too-large} above
     *     {@link #NODES_MAX} combinations of levels
     */
    public static GeneralisationSearch of(List<CodedColumn> columns, List<Hierarchy> hierarchies) {
        if (columns.isEmpty() || columns.size() != hierarchies.size()) {
            throw new IllegalStateException("Each column has one hierarchy.");
        }
        long nodes = 1;
        List<CodedHierarchy> coded = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            coded.add(hierarchies.get(i).coded(columns.get(i)));
            nodes *= hierarchies.get(i).levels();
            if (nodes > NODES_MAX) {
                throw Reason.LATTICE_TOO_LARGE.refusal();
            }
        }
        return new GeneralisationSearch(List.copyOf(columns), coded);
    }

    /**
     * The best generalisation; empty if even the coarsest fails.
     *
     * @param models at least one; all of them have to be met
     * @param suppressedShareMax of the rows, 0 (none) to 1
     */
    public Optional<Generalisation> best(List<PrivacyModel> models, double suppressedShareMax, Loss loss) {
        if (models.isEmpty() || !(suppressedShareMax >= 0 && suppressedShareMax <= 1)) {
            throw Reason.MODEL.refusal();
        }
        NodeCheck check = new NodeCheck(columns, hierarchies, models, loss);
        Lattice lattice = new Lattice(hierarchies.stream().mapToInt(CodedHierarchy::height).toArray());
        // The epsilon keeps 0.1 * 30 rows at three.
        long suppressedMax = (long) Math.floor(suppressedShareMax * rows + 1e-9);
        if (models.stream().allMatch(PrivacyModel::isMonotone)) {
            lattice.decide(node -> check.suppressed(lattice.levels(node)) <= suppressedMax, check::bound);
        }
        int[] best = weigh(lattice, check, suppressedMax);
        return best == null ? Optional.empty() : Optional.of(generalisation(best, models, check, lattice));
    }

    /**
     * The same where there has to be one.
     *
     * @throws ReleaseRefused {@code release.not-reached} if even the coarsest fails
     */
    public Generalisation required(List<PrivacyModel> models, double suppressedShareMax, Loss loss) {
        return best(models, suppressedShareMax, loss).orElseThrow(Reason.NOT_REACHED::refusal);
    }

    private int[] weigh(Lattice lattice, NodeCheck check, long suppressedMax) {
        int[] candidates = IntStream.range(0, lattice.nodes()).filter(node -> !lattice.fails(node)).boxed()
                .sorted(Comparator.comparingDouble((Integer node) -> check.bound(lattice.levels(node))))
                .mapToInt(Integer::intValue).toArray();
        int[] best = null;
        double least = Double.POSITIVE_INFINITY;
        for (int node : candidates) {
            int[] levels = lattice.levels(node);
            if (check.bound(levels) >= least) {
                break;
            }
            NodeCheck.Outcome outcome = check.outcome(levels);
            if (outcome.suppressed() <= suppressedMax && outcome.loss() < least) {
                least = outcome.loss();
                best = levels;
            }
        }
        return best;
    }

    private Generalisation generalisation(int[] levels, List<PrivacyModel> models, NodeCheck check, Lattice lattice) {
        List<CodedColumn> recoded = IntStream.range(0, levels.length)
                .mapToObj(i -> hierarchies.get(i).at(columns.get(i), levels[i])).toList();
        EquivalenceClasses classes = EquivalenceClasses.of(recoded);
        BitSet failing = new BitSet();
        for (PrivacyModel model : models) {
            model.markFailing(classes, model.sensitive(), failing);
        }
        return new Generalisation(columns, hierarchies, levels, classes,
                new Generalisation.Outcome(failing, check.outcome(levels).loss(), check.checked(), lattice.nodes()));
    }

    @Override
    public String toString() {
        return "GeneralisationSearch(" + rows + " rows, " + columns.size() + " columns)";
    }
}
