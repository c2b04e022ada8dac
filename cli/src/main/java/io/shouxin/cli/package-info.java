// SPDX-License-Identifier: Apache-2.0
/**
 * The command line. Start reading at {@link io.shouxin.cli.Main}; each command is one class, {@code scan} is
 * {@link io.shouxin.cli.scan.ScanCommand}. What goes to the terminal goes through {@link io.shouxin.cli.Console}, what
 * fails is a {@link io.shouxin.cli.Failure}, and no message holds a value.
 */
package io.shouxin.cli;
