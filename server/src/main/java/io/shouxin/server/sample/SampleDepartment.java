// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

/**
 * A node of the organisation tree.
 *
 * @param code   unique, such as KF or KF-3
 * @param parent the code above, empty for the root
 */
record SampleDepartment(String code, String parent, String zh, String en) {
}
