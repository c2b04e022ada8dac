// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What the page of the scenes says of one.
 *
 * @param lead the scene in one sentence
 * @param line where it stands in the document of the version in force
 * @param covers the classes with their fields
 * @param forms codes of the forms that need agreement
 * @param who whose requests it is about
 * @param purposes for which somebody meets it; empty where no rule leads into it
 * @param only what else has to be so; one line where nothing has
 * @param otherwise the code of the form given while nobody has agreed
 * @param people whether it takes a person at all
 * @param there who could decide now; null where it takes no person
 * @param figures the last thirty days; null for readers to whom they are not shown
 */
record SceneView(String code, String name, String lead, int line, List<Covered> covers, List<String> forms,
        String who, List<String> purposes, List<String> only, String ways, List<Approver> approvers, String holds,
        String otherwise, boolean people, @Nullable There there, @Nullable Numbers figures) {

    /** One class. */
    record Covered(String code, String name, int level, List<FieldName> fields) {}

    /** One field and the code its page has. */
    record FieldName(String code, String name) {}

    /** @param role the code of the post; empty for the superior */
    record Approver(String role, String name) {}

    /**
     * Who could decide now.
     *
     * @param kind {@code ok}, {@code warn} where only some who ask would find somebody, {@code bad} where none would
     * @param own whether somebody could decide on the reader's own requests; null where the reader asks none here
     */
    record There(String kind, String word, int count, String how, String stuck, @Nullable Boolean own) {}

    /**
     * @param any whether anybody asked
     * @param toDecide half of the decisions took no longer; a dash where there was none
     */
    record Numbers(boolean any, String asked, String agreed, String refused, String lapsed, String toDecide) {}
}
