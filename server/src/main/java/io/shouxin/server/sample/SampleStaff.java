// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

/**
 * One of the operator's people.
 *
 * @param number     staff number, such as KF03127: two letters of the department, then digits
 * @param name       in Chinese
 * @param latinName  in pinyin, surname first
 * @param department where the person sits in the tree
 * @param rota       place in the rota of days off, 0 to 6
 */
record SampleStaff(String number, String name, String latinName, SampleDepartment department,
                   SampleRole role, SampleShift shift, int rota) {
}
