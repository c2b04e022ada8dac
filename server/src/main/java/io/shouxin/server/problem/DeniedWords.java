// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.problem;

/**
 * What a caller is told who has no right to what was asked for. The module that knows the caller implements this;
 * without it everybody is told the same.
 */
public interface DeniedWords {

    Refused refused();
}
