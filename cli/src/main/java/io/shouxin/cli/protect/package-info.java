// SPDX-License-Identifier: Apache-2.0
/**
 * Files taken through a plan in constant memory, forwards and back. Start reading at
 * {@link io.shouxin.cli.protect.ProtectCommand}; {@code CsvCells} reads, {@code CsvRun} decides over each row.
 */
package io.shouxin.cli.protect;
