package io.heliograph.server.config;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.config.YamlTree.Mapping;
import io.heliograph.server.config.YamlTree.Scalar;
import io.heliograph.server.config.YamlTree.Sequence;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads one YAML 1.1 document into a {@link YamlTree}. The library only parses: nothing a file names is ever instantiated, and
 * tags other than those of plain values are refused. Confined to one thread and one document.
 */
final class YamlParser {
    /** Largest file (contract §14.1). */
    static final int MAX_BYTES = 1 << 20;

    /** Values of a document once aliases and merge keys are expanded: a hundred times a large configuration. */
    static final int MAX_VALUES = 100_000;

    /** Depth of nesting; the deepest known key has 5 levels. */
    private static final int MAX_DEPTH = 50;

    /** Whole numbers longer than this are texts: no key can hold them. */
    private static final int MAX_NUMBER_LENGTH = 64;

    private static final Set<Tag> SCALAR_TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE);

    private final String origin;
    private final Scalars scalars = new Scalars(options());
    private int values;

    private YamlParser(String origin) {
        this.origin = origin;
    }

    /**
     * The document of a file; an empty mapping if the file holds none.
     *
     * @param origin the file, for messages
     * @throws ConfigException if the bytes are no single UTF-8 YAML mapping of plain values
     */
    static Mapping parse(String origin, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new ConfigException(origin, "the file is larger than " + MAX_BYTES + " bytes");
        }
        return new YamlParser(origin).document(decode(origin, bytes));
    }

    private static String decode(String origin, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ConfigException(origin, "the file is not UTF-8", e);
        }
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_VALUES);
        return options;
    }

    private Mapping document(String text) {
        Node root;
        try {
            Iterator<Node> documents = new Yaml(new SafeConstructor(options()))
                    .composeAll(new StringReader(text))
                    .iterator();
            if (!documents.hasNext()) {
                return new Mapping(Map.of(), 1);
            }
            root = documents.next();
            if (documents.hasNext()) {
                throw failure(documents.next(), "a second document begins here; one is allowed");
            }
        } catch (MarkedYAMLException e) {
            String line = e.getProblemMark() == null
                    ? ""
                    : " line " + (e.getProblemMark().getLine() + 1);
            throw new ConfigException(origin + line, "no valid YAML: " + e.getProblem(), e);
        } catch (YAMLException | IllegalArgumentException e) { // the library's Tag refuses blanks with the latter
            throw new ConfigException(origin, "no valid YAML: " + oneLine(e), e);
        }
        YamlTree tree = convert(root, "", 0);
        if (tree instanceof Scalar scalar && scalar.value() == null) {
            return new Mapping(Map.of(), 1);
        }
        if (tree instanceof Mapping mapping) {
            return mapping;
        }
        throw failure(root, "the file must hold keys and values");
    }

    private YamlTree convert(Node node, String path, int depth) {
        count(node, depth);
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar, path);
            case SequenceNode sequence
            when sequence.getTag().equals(Tag.SEQ) -> {
                List<YamlTree> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    items.add(convert(item, path + "[" + items.size() + "]", depth + 1));
                }
                yield new Sequence(items, lineOf(node));
            }
            case MappingNode mapping
            when mapping.getTag().equals(Tag.MAP) -> {
                Map<String, YamlTree> entries = new LinkedHashMap<>();
                for (Map.Entry<String, Node> entry :
                        entries(mapping, path, depth).entrySet()) {
                    entries.put(entry.getKey(), convert(entry.getValue(), joined(path, entry.getKey()), depth + 1));
                }
                yield new Mapping(entries, lineOf(node));
            }
            default -> throw tagRefusal(node, path);
        };
    }

    private Scalar scalar(ScalarNode node, String path) {
        if (!SCALAR_TAGS.contains(node.getTag())) {
            throw tagRefusal(node, path);
        }
        Object value;
        try {
            value = scalars.value(node);
        } catch (RuntimeException e) {
            throw failure(node, path + " is tagged as " + node.getTag().getValue() + ", but is none", e);
        }
        return new Scalar(node.getValue(), value, lineOf(node));
    }

    /** The entries of a mapping with its merge keys resolved: what is written here wins, then the earlier of merged maps. */
    private Map<String, Node> entries(MappingNode mapping, String path, int depth) {
        count(mapping, depth);
        Map<String, Node> own = new LinkedHashMap<>();
        Node merge = null;
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw failure(tuple.getKeyNode(), "a key of " + (path.isEmpty() ? "the file" : path) + " is no text");
            }
            boolean isMerge = key.getTag().equals(Tag.MERGE);
            boolean duplicate = isMerge ? merge != null : own.put(key.getValue(), tuple.getValueNode()) != null;
            if (duplicate) {
                throw failure(key, joined(path, key.getValue()) + " is written twice");
            }
            merge = isMerge ? tuple.getValueNode() : merge;
        }
        if (merge != null) {
            for (Node source : merge instanceof SequenceNode list ? list.getValue() : List.of(merge)) {
                if (!(source instanceof MappingNode merged)) {
                    throw failure(source, joined(path, "<<") + " must name maps");
                }
                entries(merged, path, depth + 1).forEach(own::putIfAbsent);
            }
        }
        values += own.size();
        return own;
    }

    private void count(Node node, int depth) {
        values++;
        if (values > MAX_VALUES) {
            throw failure(node, "the file has more than " + MAX_VALUES + " values with aliases expanded");
        }
        if (depth > MAX_DEPTH) {
            throw failure(node, "the file is nested deeper than " + MAX_DEPTH + " levels");
        }
    }

    private ConfigException tagRefusal(Node node, String path) {
        return failure(
                node,
                (path.isEmpty() ? "the file" : path) + " has the tag "
                        + node.getTag().getValue() + ", which is not allowed");
    }

    private ConfigException failure(Node node, String problem) {
        return failure(node, problem, null);
    }

    private ConfigException failure(Node node, String problem, @Nullable Throwable cause) {
        return new ConfigException(origin + " line " + lineOf(node), problem, cause);
    }

    private static int lineOf(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }

    private static String oneLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    }

    private static String joined(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The library's reading of plain scalars. */
    private static final class Scalars extends SafeConstructor {

        Scalars(LoaderOptions options) {
            super(options);
        }

        /** Null, boolean, number or text; times of day are texts. */
        @Nullable
        Object value(ScalarNode node) {
            Tag tag = node.getTag();
            boolean number = tag.equals(Tag.INT) || tag.equals(Tag.FLOAT);
            if (number && node.getValue().length() <= MAX_NUMBER_LENGTH) {
                return constructObject(node);
            }
            if (tag.equals(Tag.BOOL)) {
                return requireNonNull(constructObject(node), "boolean");
            }
            return tag.equals(Tag.NULL) ? null : node.getValue();
        }
    }
}
