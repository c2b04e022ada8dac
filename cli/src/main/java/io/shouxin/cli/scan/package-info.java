// SPDX-License-Identifier: Apache-2.0
/**
 * {@code shouxin scan}: finds customer information in files, folders, tables and texts. Start reading at
 * {@link io.shouxin.cli.scan.ScanCommand}. A report shows found values masked only.
 */
package io.shouxin.cli.scan;
