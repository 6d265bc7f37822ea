using System.Globalization;
using System.Numerics;
using Pharos.Rego.Values;

namespace Pharos.Rego.Schema;

internal sealed partial class SchemaValidation
{
    // How many characters of a text are one step.
    private const int CharactersPerStep = 16;

    // Compiling a pattern of 60,000 characters takes 0.6 s, which any other look at such a text does not.
    private const int StepsPerPatternCharacter = 16;

    private void Constants(SchemaNode node, RegoValue value, SchemaResult result, string field)
    {
        if (node.Constant is not null && !node.Constant.Equals(value))
        {
            result.Add("const", field, $"{field} does not match: {Spelled(node.Constant)}");
        }

        if (node.Enumeration is not null && Spend(node.Enumeration.Count / CharactersPerStep) && !node.Enumeration.Contains(value))
        {
            var choices = string.Join(", ", node.Enumeration.Select(Spelled));
            Spend(choices.Length);
            result.Add("enum", field, $"{field} must be one of the following: {choices}");
        }

        if (node.Format is not null && value is RegoString text && Spend(Math.Min(text.Value.Length, MaxSteps) * (node.Format == "regex" ? StepsPerPatternCharacter : 1)) && !SchemaFormats.Matches(node.Format, text.Value))
        {
            result.Add("format", field, $"Does not match format '{node.Format}'");
        }

        result.Count();
    }

    private static string Spelled(RegoValue value) => JsonText.Of(value, escapeHtml: true);

    private static void Number(SchemaNode node, RegoNumber number, SchemaResult result, string field)
    {
        if (node.MultipleOf is not null && !IsMultiple(number, node.MultipleOf))
        {
            result.Add("multiple_of", field, $"Must be a multiple of {Short(node.MultipleOf)}");
        }

        if (node.Maximum is not null && number.CompareTo(node.Maximum) > 0)
        {
            result.Add("number_lte", field, $"Must be less than or equal to {Short(node.Maximum)}");
        }

        if (node.ExclusiveMaximum is not null && number.CompareTo(node.ExclusiveMaximum) >= 0)
        {
            result.Add("number_lt", field, $"Must be less than {Short(node.ExclusiveMaximum)}");
        }

        if (node.Minimum is not null && number.CompareTo(node.Minimum) < 0)
        {
            result.Add("number_gte", field, $"Must be greater than or equal to {Short(node.Minimum)}");
        }

        if (node.ExclusiveMinimum is not null && number.CompareTo(node.ExclusiveMinimum) <= 0)
        {
            result.Add("number_gt", field, $"Must be greater than {Short(node.ExclusiveMinimum)}");
        }

        result.Count();
    }

    /// <summary>Exact where both are whole; decimals are compared at a common scale, so that 0.3 is a multiple of 0.1.</summary>
    private static bool IsMultiple(RegoNumber number, RegoNumber of)
    {
        if (number.TryGetWhole(out var whole) && of.TryGetWhole(out var divisor))
        {
            return (whole % divisor).IsZero;
        }

        var (left, leftScale) = Scaled(number);
        var (right, rightScale) = Scaled(of);
        var scale = Math.Max(leftScale, rightScale);
        if (scale > 1_000)
        {
            return false;
        }

        left *= BigInteger.Pow(10, scale - leftScale);
        right *= BigInteger.Pow(10, scale - rightScale);
        return !right.IsZero && (left % right).IsZero;
    }

    /// <summary>A number as digits and how many of them stand behind the point.</summary>
    private static (BigInteger Digits, int Scale) Scaled(RegoNumber number)
    {
        var text = number.Text;
        var mark = text.AsSpan().IndexOfAny('e', 'E');
        var exponent = mark < 0 ? 0 : int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? text : text[..mark];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var scale = point < 0 ? 0 : mantissa.Length - point - 1;
        var digits = BigInteger.Parse(mantissa.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        scale -= exponent;
        return scale >= 0 || scale < -1_000 ? (digits, Math.Max(scale, 0)) : (digits * BigInteger.Pow(10, -scale), 0);
    }

    /// <summary>A bound in a message: the shortest digits, with an exponent from seven places on.</summary>
    private static string Short(RegoNumber number)
    {
        var (digits, scale) = Scaled(number);
        var sign = digits.Sign < 0 ? "-" : "";
        var text = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).TrimEnd('0');
        var trimmed = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).Length - text.Length;
        if (text.Length == 0)
        {
            return "0";
        }

        var exponent = text.Length + trimmed - scale - 1;
        if (exponent is >= -4 and < 6)
        {
            return sign + Plain(text, exponent);
        }

        var fraction = text.Length > 1 ? "." + text[1..] : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{text[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    private static string Plain(string digits, int exponent) =>
        exponent < 0 ? "0." + new string('0', -exponent - 1) + digits
        : exponent + 1 >= digits.Length ? digits + new string('0', exponent + 1 - digits.Length)
        : digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];

    private void Text(SchemaNode node, string text, SchemaResult result, string field)
    {
        if (!Spend(text.Length / CharactersPerStep))
        {
            return;
        }

        var length = text.EnumerateRunes().Count();
        if (length < node.MinLength)
        {
            result.Add("string_gte", field, $"String length must be greater than or equal to {node.MinLength}");
        }

        if (length > node.MaxLength)
        {
            result.Add("string_lte", field, $"String length must be less than or equal to {node.MaxLength}");
        }

        if (node.Matches is not null && !node.Matches(text))
        {
            result.Add("pattern", field, $"Does not match pattern '{node.Pattern}'");
        }

        result.Count();
    }

    private void Array(SchemaNode node, RegoArray array, SchemaResult result, string field)
    {
        for (var i = 0; i < array.Count; i++)
        {
            if (i < node.FirstItems.Count)
            {
                Take(result, Run(node.FirstItems[i], array[i], Below(field, i)));
            }
            else if (node.OtherItems is { Fixed: false } && node.FirstItems.Count > 0)
            {
                result.Add("array_no_additional_items", field, "No additional items allowed on array");
                break;
            }
            else if (node.OtherItems is not null)
            {
                Take(result, Run(node.OtherItems, array[i], Below(field, i)));
            }
        }

        if (array.Count < node.MinItems)
        {
            result.Add("array_min_items", field, $"Array must have at least {node.MinItems} items");
        }

        if (array.Count > node.MaxItems)
        {
            result.Add("array_max_items", field, $"Array must have at most {node.MaxItems} items");
        }

        if (node.UniqueItems && Spend(array.Count))
        {
            var seen = new Dictionary<RegoValue, int>();
            for (var i = 0; i < array.Count; i++)
            {
                if (seen.TryGetValue(array[i], out var earlier))
                {
                    result.Add("unique", field, $"array items[{earlier},{i}] must be unique");
                }

                seen[array[i]] = i;
            }
        }

        if (node.Contains is not null)
        {
            Containing(node, array, result, field);
        }

        result.Count();
    }

    private void Containing(SchemaNode node, RegoArray array, SchemaResult result, string field)
    {
        var found = 0;
        SchemaResult? best = null;
        for (var i = 0; i < array.Count; i++)
        {
            var tried = Run(node.Contains!, array[i], Below(field, i));
            if (tried.Errors.Count == 0)
            {
                found++;
            }
            else if (best is null || tried.Score > best.Score)
            {
                best = tried;
            }
        }

        if (found < node.MinContains)
        {
            result.Add("contains", field, "At least one of the items must match");
            if (best is not null && found == 0)
            {
                Take(result, best);
            }
        }
        else if (found > node.MaxContains)
        {
            result.Add("max_contains", field, $"At most {node.MaxContains} of the items may match");
        }
    }

    private void Object(SchemaNode node, RegoObject map, SchemaResult result, string field)
    {
        if (map.Count < node.MinProperties)
        {
            result.Add("array_min_properties", field, $"Must have at least {node.MinProperties} properties");
        }

        if (map.Count > node.MaxProperties)
        {
            result.Add("array_max_properties", field, $"Must have at most {node.MaxProperties} properties");
        }

        foreach (var name in node.Required)
        {
            if (map.TryGet(name, out _))
            {
                result.Count();
            }
            else
            {
                result.Add("required", field, $"{name} is required");
            }
        }

        foreach (var entry in map)
        {
            Property(node, entry, result, field);
        }

        foreach (var entry in node.PropertyNames is null ? RegoObject.Empty : map)
        {
            var found = Run(node.PropertyNames!, entry.Key, field);
            if (found.Errors.Count > 0)
            {
                result.Add("invalid_property_name", field, $"Property name of \"{Name(entry)}\" does not match");
                Take(result, found);
            }
        }

        result.Count();
    }

    private void Property(SchemaNode node, KeyValuePair<RegoValue, RegoValue> entry, SchemaResult result, string field)
    {
        var name = Name(entry);
        var described = node.Properties.ContainsKey(name);
        foreach (var (matches, schema) in node.PatternProperties)
        {
            if (Spend(1 + (name.Length / CharactersPerStep)) && matches(name))
            {
                described = true;
                Take(result, Run(schema, entry.Value, Below(field, name)));
            }
        }

        if (described || node.AdditionalProperties is null)
        {
            return;
        }

        if (node.AdditionalProperties.Fixed == false)
        {
            result.Add("additional_property_not_allowed", field, $"Additional property {name} is not allowed");
        }
        else
        {
            Take(result, Run(node.AdditionalProperties, entry.Value, Below(field, name)));
        }
    }

    private static string Name(KeyValuePair<RegoValue, RegoValue> entry) => (entry.Key as RegoString)?.Value ?? entry.Key.ToString();
}
