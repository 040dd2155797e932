package io.mlfd.images;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Python package index with the HTML form of the simple repository API (PEP 503), which every index has.
 *
 * @param base without user and password, ending in a slash
 * @param authorization value of that header; only ever sent where the index itself is: scheme, host and port
 */
record PackageIndex(URI base, Optional<String> authorization) {

    static final String PYPI = "https://pypi.org/simple";

    private static final int CONNECT_MILLIS = 30_000;
    private static final int READ_MILLIS = 60_000;
    private static final int MOST_REDIRECTS = 5;
    private static final int MOST_PAGE_BYTES = 16 << 20;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Pattern LINK =
            Pattern.compile("<a\\s[^>]*?href\\s*=\\s*[\"']([^\"']*)[\"'][^>]*>\\s*([^<\\s]+)\\s*</a>");

    /**
     * @param text as pip's {@code --index-url} takes it, perhaps with user and password
     * @throws IllegalArgumentException where it is no such URL; what it says is not repeated, for it may hold a password
     */
    static PackageIndex parse(String text) {
        URI uri;
        try {
            uri = URI.create(text.endsWith("/") ? text : text + "/");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "mlfd.index: it is no URL: give the index as pip's --index-url takes it");
        }
        if (uri.getHost() == null || !Set.of("http", "https").contains(uri.getScheme())) {
            throw new IllegalArgumentException("mlfd.index: it is no http or https URL with a host");
        }
        Optional<String> user = Optional.ofNullable(uri.getUserInfo())
                .map(info -> "Basic " + Base64.getEncoder().encodeToString(info.getBytes(StandardCharsets.UTF_8)));
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return new PackageIndex(URI.create(uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath()), user);
    }

    /** @throws IOException where the index cannot be read, or has no such file */
    URI find(Wheel wheel) throws IOException {
        HttpURLConnection page = open(base.resolve(wheel.project() + "/"), 0);
        try (InputStream in = page.getInputStream()) {
            byte[] bytes = in.readNBytes(MOST_PAGE_BYTES);
            Matcher link = LINK.matcher(new String(bytes, StandardCharsets.UTF_8));
            while (link.find()) {
                if (link.group(2).equals(wheel.file())) {
                    return URI.create(page.getURL().toString())
                            .resolve(link.group(1).replace("&amp;", "&"));
                }
            }
        }
        throw new IOException(base + " has no file " + wheel.file() + ": name another index by -Dmlfd.index=URL");
    }

    /**
     * Opens a file for reading from a byte on; the answer is 206 where the server begins there, and 200 where it begins at
     * the file's start all the same.
     */
    HttpURLConnection open(URI uri, long from) throws IOException {
        URI next = uri;
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            HttpURLConnection connection = request(next, from);
            if (!REDIRECTS.contains(connection.getResponseCode())) {
                requireStatus(connection, from == 0 ? 200 : 206);
                return connection;
            }
            String location = connection.getHeaderField("Location");
            connection.disconnect();
            if (location == null) {
                throw new IOException(next.getHost() + " sends elsewhere without saying where");
            }
            next = next.resolve(location);
        }
        throw new IOException(uri.getHost() + " sends in circles");
    }

    private HttpURLConnection request(URI uri, long from) throws IOException {
        if (uri.getHost() == null || !Set.of("http", "https").contains(uri.getScheme())) {
            throw new IOException(base.getHost() + " sends to a place that is neither http nor https");
        }
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setRequestProperty("Accept", "application/vnd.pypi.simple.v1+html, text/html;q=0.2, */*;q=0.1");
        if (from > 0) {
            connection.setRequestProperty("Range", "bytes=" + from + "-");
        }
        if (uri.resolve("/").equals(base.resolve("/"))) {
            authorization.ifPresent(value -> connection.setRequestProperty("Authorization", value));
        }
        return connection;
    }

    private static void requireStatus(HttpURLConnection connection, int expected) throws IOException {
        int status = connection.getResponseCode();
        if (status != 200 && status != expected) {
            throw new IOException(
                    connection.getURL().getHost() + connection.getURL().getPath() + " answers " + status);
        }
    }
}
