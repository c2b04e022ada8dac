// SPDX-License-Identifier: Apache-2.0
/**
 * Files as they really are: told or detected encodings, ragged and broken rows, cells of any size, disks that are
 * full. Start reading at {@link io.shouxin.cli.file.CsvTable}. An input is only ever read.
 */
package io.shouxin.cli.file;
