using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Effects.Languages.Code;

public sealed class HarmlessCodeTests
{
    [Theory]
    [InlineData("python3", "-c", "import json,sys; print(json.load(sys.stdin)['x'])")]
    [InlineData("python3", "-c", "import sys, json\nfor r in json.load(sys.stdin)['items']:\n    print(r['name'], r.get('size', 0))")]
    [InlineData("python3", "-c", "print('\\n'.join(sorted(set(open_ for open_ in ['b', 'a']))))")]
    [InlineData("python3", "-c", "import datetime as d; print(d.datetime.now().strftime('%Y-%m-%d'), f\"{1 + 2:>5}\")")]
    [InlineData("python3", "-c", "from math import sqrt, pi as p; print(round(sqrt(2) * p, 3))")]
    [InlineData("python3", "-c", "import numpy as np; print(np.__version__, np.array([1, 2]).sum())")]
    [InlineData("python3", "-c", "import torch; print(torch.cuda.is_available())")]
    [InlineData("python3", "-c", "import re; print(re.sub(r'\\s+', ' ', 'a  b').strip().upper())")]
    [InlineData("python3", "-c", "def f(n):\n    return 1 if n < 2 else n * f(n - 1)\nprint(f(5))")]
    [InlineData("python3", "-c", "import os; print(os.path.join(os.getcwd(), 'x'), os.environ.get('HOME'), os.environ['LANG'])")]
    [InlineData("python3", "-c", "import hashlib; print(hashlib.sha256(b'x').hexdigest())")]
    [InlineData("node", "-e", "console.log([1,2,3].map(x => x * 2).join(','))")]
    [InlineData("node", "-e", "const os = require('os'); console.log(os.cpus().length, process.versions.node)")]
    [InlineData("perl", "-e", "print join(', ', map { $_ * 2 } grep { $_ % 2 } 1..9), \"\\n\"")]
    [InlineData("perl", "-pe", "s/foo/bar/g; $_ = uc if /x/")]
    [InlineData("perl", "-ne", "print if /^a.*b$/ and $. > 3")]
    [InlineData("perl", "-lane", "print \"$F[0] $F[-1]\"; $sum += $F[1]; END { print $sum }")]
    [InlineData("perl", "-e", "use POSIX qw(strftime); printf \"%s\\n\", strftime('%F', localtime); print STDERR \"x\"")]
    [InlineData("ruby", "-e", "puts [3, 1, 2].sort.map { |x| x * 2 }.join(', ')")]
    [InlineData("ruby", "-e", "require 'json'; puts JSON.pretty_generate(JSON.parse(STDIN.read))")]
    [InlineData("ruby", "-ne", "puts $_ if $_ =~ /foo/")]
    [InlineData("ruby", "-e", "puts RUBY_VERSION; 3.times { |i| puts \"#{i} is #{i.even? ? 'even' : 'odd'}\" }")]
    [InlineData("php", "-r", "echo json_encode(array_map(fn($x) => $x * 2, [1, 2, 3])) . PHP_EOL;")]
    [InlineData("php", "-r", "echo phpversion();")]
    [InlineData("lua", "-e", "for i, v in ipairs({1, 2, 3}) do print(i .. ': ' .. v) end")]
    [InlineData("Rscript", "-e", "x <- c(1, 2, 3); cat(mean(x), '\\n')")]
    public void Code_that_only_computes_has_no_effect(string program, string option, string code) => Reads.Words(program, option, code).Effects().ShouldBeEmpty();

    [Theory]
    [InlineData("python3", "print(open('data.json').read())", "Read Certain /workspace/data.json")]
    [InlineData("python3", "import json; json.dump({'a': 1}, open('out.json', 'w'), indent=2)", "Write Certain /workspace/out.json")]
    [InlineData("python3", "from pathlib import Path; Path('a', 'b.txt').write_text('x')", "Write Certain /workspace/a/b.txt")]
    [InlineData("python3", "import pandas as pd; print(pd.read_csv('x.csv').head())", "Read Certain /workspace/x.csv")]
    [InlineData("node", "console.log(require('fs').readFileSync('x.txt', 'utf8').split('\\n').length)", "Read Certain /workspace/x.txt")]
    [InlineData("node", "console.log(require('./package.json').version)", "Read Certain /workspace/package.json")]
    [InlineData("node", "const {version, name: n} = require('./package.json'); console.log(`${n}@${version}`)", "Read Certain /workspace/package.json")]
    [InlineData("node", "Object.keys(require('./package.json').scripts).filter(s => /test/.test(s)).sort()", "Read Certain /workspace/package.json")]
    [InlineData("ruby", "puts File.read('x.txt').lines.first", "Read Certain /workspace/x.txt")]
    [InlineData("perl", "open(F, '<', 'x.txt'); print while <F>", "Read Possible /workspace/x.txt")]
    [InlineData("php", "echo file_get_contents('x.txt');", "Read Certain /workspace/x.txt")]
    [InlineData("lua", "for l in io.lines('x.txt') do print(l) end", "Read Possible /workspace/x.txt")]
    public void A_file_that_code_names_is_the_only_effect(string program, string code, string effect) => Reads.Words(program, program == "php" ? "-r" : program == "python3" ? "-c" : "-e", code).Effects().ShouldBe([effect]);
}
