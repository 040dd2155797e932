package io.mlfd.trainer.data;

/** What files of a kind begin with. */
final class FirstBytes {
    private FirstBytes() {}

    /** @param text in ISO 8859-1 */
    static boolean are(byte[] content, int at, String text) {
        if (content.length < at + text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((content[at + i] & 0xff) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
