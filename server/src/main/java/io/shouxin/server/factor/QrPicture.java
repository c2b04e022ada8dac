// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import io.nayuki.qrcodegen.QrCode;

/**
 * A QR code as one path of an SVG, drawn here: the secret in it goes to nobody else's picture service, and
 * nothing in it needs a style or a script.
 *
 * @param size how many units wide and high, the quiet zone of four units included (ISO/IEC 18004)
 * @param path the dark squares, as the {@code d} of a path
 */
record QrPicture(int size, String path) {

    private static final int QUIET = 4;

    static QrPicture of(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M').append(x + QUIET).append(',').append(y + QUIET).append("h1v1h-1z");
                }
            }
        }
        return new QrPicture(code.size + 2 * QUIET, path.toString());
    }

    @Override
    public String toString() {
        return "QrPicture";
    }
}
