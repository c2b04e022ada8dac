// SPDX-License-Identifier: Apache-2.0
/**
 * The file of release keys: made, looked at, and what ends a release. Start reading at
 * {@link io.shouxin.cli.keys.KeyOptions}, by which other commands open it.
 */
package io.shouxin.cli.keys;
