namespace Pharos.Shell.Effects.Programs;

/// <summary>Viewers, players, converters and data tools that read a file and print or write another beside it.</summary>
internal static class MediaPrograms
{
    public static readonly IReadOnlyList<ProgramEntry> Rows =
    [
        // Print what is in a file or nothing but a pattern of their own.
        new("pv xmllint exrex grex semver isutf8 uuidparse choose ogrinfo gdalinfo mimetype mp3info isodump isoinfo texcount chktex lacheck wasm-objdump sqlite3_analyzer parquet-tools "
            + "pygmentize aha ttyplot tuc tidy-viewer tspin treemd mdless frogmouth doxx kjv sdcv dict asciiart json5 yj jsonpp jp hwloc-ls lstopo numastat nvtop "
            + "mu-view hashid filefrag dumpe2fs blkparse biosdecode vpddecode tty-solitaire xlsclients xev showkey evtest lsusb.py vainfo vdpauinfo glxinfo glxgears "
            + "eglinfo vulkaninfo clinfo iwinfo vnstat vnstati lnstat ctstat rtstat sinfo squeue sacct sshare sprio sstat sdiag lpstat lpq lpinfo cups-config pg_config mysql_config xml2-config "
            + "curl-config libpng-config gcov gcov-dump gprof flamegraph expac pacinfo paclist pactree pacreport paccheck pacconf pkgfile xbps-query qlist qfile urpmq eix dpkg-architecture dpkg-awk deborphan "
            + "debtree apt-rdepends tldr-lint uprecords rc-status s6-svstat zipdetails",
            "guess*", "-o|--output=write -w=none -n=none -i=none -c=none -f=none -t=none -e=none -s=none -p=none -l=none") { Traits = Traits.Harmless },
        new("csvtool", "none guess*", "-t=none -u=none -o=write -c=none -z=none") { After = static (arguments, reading) => { if (arguments.Operands.Count > 1 && arguments.Operands[0].Text is "call") { reading.Script(arguments.Operands[1], "csvtool call"); reading.Execute(Certainty.Certain, "csvtool call"); } } },
        new("scrot grim maim gnome-screenshot screencapture spectacle flameshot xwd import-im", "guess-write", OptionTables.Letters + "-o|--output|--file=write --exec|-e=shell --delay=none --window --area --include-border --select --focused --region --full", "secret:screen?"),
        new("hledger ledger beancount bean-check bean-report ledger-cli", "none*", "-f|--file=read -o|--output-file=write -O|--output-format=none -b|--begin=none -e|--end=none -p|--period=none") { Traits = Traits.Harmless, After = static (arguments, reading) => { if (arguments.Operands.Count > 0 && arguments.Operands[0].Text is "add" or "import" or "rewrite") { reading.Add(EffectKind.Write, Certainty.Possible, TargetKind.Path, reading.Directory ?? "."); } } },
        new("samtools bcftools bedtools seqkit seqtk fastqc bedops bwa minimap2 blastn blastp makeblastdb", "guess*", OptionTables.Letters + "-o|--output|-out=write -db=list -query=read -outfmt=none -num_threads=none -max_target_seqs=none -evalue=none -subject=read -remote!upload --threads=none", "write?"),
        new("fdupes jdupes rdfind fclones", "list*", OptionTables.Letters + "-d|--delete!delete:. -N|--noprompt -r|--recurse!recursive -R -L|--linkhard|--link-hard!write:. -l --size --summarize --sameline --deleteduplicates=none!delete:. --omitfirst --noempty --order=none", "list"),
        // Read one file and write another; nothing in their options starts a program.
        new("tesseract ocrmypdf pdfcrop pdftocairo pdfimages pdftohtml cpdf svgo svg2png exiv2 jhead metaflac mid3v2 id3v2 eyeD3 mp3gain vorbiscomment opusenc opusdec oggenc oggdec flite espeak espeak-ng aplay arecord mpg123 "
            + "avifenc avifdec heif-convert cjxl djxl dng2jpg potrace autotrace ogr2ogr gdal_translate gdalwarp osmium stl2gts assimp qrencode zbarimg barcode jbig2 guetzli zopflipng pngcrush advpng icotool wrestool "
            + "gifski gifview ansilove textimg carbon-now silicon bzip3 lrzip lrunzip lrztar rzip zipsplit zipnote zipcloak "
            + "msgcat msgattrib msgmerge msginit msguniq msgconv msgen msgcomm msgunfmt xgettext po4a enca recode uncrustify astyle indent html-beautify js-beautify css-beautify tidy html2text textutil catdoc antiword docx2txt odt2txt xlsx2csv in2csv csvformat csvsort csvjoin csvstack csvgrep "
            + "pnmtopng pngtopnm pnmtojpeg jpegtopnm pnmscale pnmcrop pnmcut pnmflip pnmgamma pnmpsnr pnmtops pnmtotiff pnmrotate pnmenlarge pnmtile ppmtopgm ppmtogif pgmhist pgmramp pgmnoise pbmtext pbmmake pbmtopgm pamcut pamflip pamscale pamtotiff giftopnm bmptopnm tifftopnm ppmhist ppmmake pbmtonokia pbmtoxbm xbmtopbm pamfile pnmfile "
            + "cksfv cfv par2 hashrat minisign signify bsdiff bspatch xdelta3 diff-so-fancy rcsdiff mcopy mdir mtype mattrib",
            "convert*", OptionTables.Letters + "-o|--output=write --language=none --deskew --rotate-pages --clean --skip-text --force-ocr --redo-ocr --sidecar=write --jobs=none --title=none --dpi=none -f=none -svg -png -jpeg -pdf -eps -ps -scale-to=none -r=none -singlefile -opw=none -upw=none -voice=none --window --full --region=none --delay=none --clipboard --raw --path=write --stdout --stats --width=none --columns=none --in-place!write? --replace!write? --margins=none --bbox=none --layout=none --preset=none --effort=none --distance=none --level=none --artist=none --album=none --song=none --genre=none --track=none --year=none --show-all-tags --remove-all!write? --export-* --import-*=read --set-tag=none!write? --remove-tag=none!write? --show-tag=none --add-comments?none --keyword=none --join-existing --no-location --sort-output --from-code=none --files-from=read --output-file=write --update --backup=none --lang=none --locale=none --input=read --translated --untranslated --fuzzy --use-first"),
        new("xclip xsel wl-copy wl-paste pbcopy pbpaste clip xset setxkbmap xmodmap stty setterm dircolors tabs termdown tty-clock clockywock asciiquarium2 peaclock light brightnessctl xbacklight redshift gammastep wlsunset amixer alsamixer pactl pamixer wpctl playerctl pulseaudio-ctl cmus-remote mpc audtool", "none*", OptionTables.Letters + "--watch|-w=shell -i=read -selection=none -o --clipboard --primary --trim --foreground --clear --type=none --list-types --input --output --follow -quiet -loops=none -t=none -target=none") { Traits = Traits.Harmless },
    ];
}
