<?xml version="1.0" encoding="UTF-8"?>
<!-- An Akoma Ntoso file of this press as HTML: each line of the text is an element of class “line”,
     every eId an id, what is not text has the class “apparatus”. XSLT 1.0. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:a="http://docs.oasis-open.org/legaldocml/ns/akn/3.0" exclude-result-prefixes="a">
  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>
  <xsl:strip-space elements="*"/>
  <xsl:preserve-space elements="a:p a:block a:num a:heading a:docTitle a:session a:docAuthority
      a:signature a:span a:inline a:i a:u a:sup a:sub a:ref a:rref a:mod a:quotedText a:person
      a:role a:location a:date"/>

  <xsl:template match="/a:akomaNtoso">
    <html lang="{*/a:meta/a:identification/a:FRBRExpression/a:FRBRlanguage/@xml:lang}">
      <head>
        <meta charset="UTF-8"/>
        <title>
          <xsl:value-of select="*/a:meta/a:identification/a:FRBRWork/a:FRBRalias[@name='title']/@value"/>
        </title>
      </head>
      <body><xsl:apply-templates select="*"/></body>
    </html>
  </xsl:template>

  <xsl:template match="/a:akomaNtoso/*">
    <main class="{local-name()}">
      <xsl:apply-templates select="*[not(self::a:meta)]"/>
      <xsl:apply-templates select="a:meta/a:notes"/>
    </main>
  </xsl:template>

  <xsl:template match="a:meta"/>

  <!-- parts and provisions -->
  <xsl:template match="a:preface | a:header">
    <header><xsl:call-template name="inside"/></header>
  </xsl:template>
  <xsl:template match="a:conclusions">
    <footer><xsl:call-template name="inside"/></footer>
  </xsl:template>
  <xsl:template match="a:content | a:intro | a:recital | a:formula | a:container | a:hcontainer
      | a:doc | a:preamble | a:body | a:mainBody | a:judgmentBody | a:introduction | a:decision
      | a:collectionBody | a:component | a:attachments">
    <div class="{local-name()}"><xsl:call-template name="inside"/></div>
  </xsl:template>
  <xsl:template name="inside">
    <xsl:call-template name="identify"/>
    <xsl:apply-templates/>
  </xsl:template>
  <xsl:template name="identify">
    <xsl:if test="@eId"><xsl:attribute name="id"><xsl:value-of select="@eId"/></xsl:attribute></xsl:if>
  </xsl:template>

  <xsl:template match="a:part | a:chapter | a:section | a:level | a:division | a:subdivision
      | a:article | a:paragraph | a:subparagraph | a:point | a:indent | a:alinea | a:recitals
      | a:attachment">
    <section class="{local-name()}">
      <xsl:call-template name="identify"/>
      <xsl:choose>
        <xsl:when test="a:heading">
          <xsl:variable name="depth" select="count(ancestor::a:part | ancestor::a:chapter
              | ancestor::a:section | ancestor::a:level | ancestor::a:attachment)"/>
          <xsl:element name="h{2 + $depth - ($depth &gt; 4) * ($depth - 4)}">
            <xsl:attribute name="class">line</xsl:attribute>
            <xsl:apply-templates select="a:num" mode="number"/>
            <xsl:for-each select="a:heading">
              <span id="{@eId}"><xsl:apply-templates/></span>
            </xsl:for-each>
          </xsl:element>
        </xsl:when>
        <!-- a number that is a line of its own -->
        <xsl:when test="a:num[@class='line']">
          <p class="line number"><xsl:apply-templates select="a:num" mode="number"/></p>
        </xsl:when>
      </xsl:choose>
      <xsl:apply-templates select="*[not(self::a:num or self::a:heading)]"/>
    </section>
  </xsl:template>

  <!-- lines -->
  <xsl:template match="a:p | a:block">
    <xsl:choose>
      <xsl:when test="not(node())"/>
      <xsl:when test="a:authorialNote"><xsl:apply-templates/></xsl:when>
      <xsl:otherwise>
        <p class="line">
          <xsl:call-template name="identify"/>
          <xsl:if test="@name"><xsl:attribute name="data-name"><xsl:value-of select="@name"/></xsl:attribute></xsl:if>
          <xsl:if test="parent::a:content or parent::a:intro">
            <xsl:call-template name="number"/>
          </xsl:if>
          <xsl:apply-templates/>
        </p>
        <xsl:apply-templates select=".//a:quotedStructure" mode="below"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- the number before a line: the provision's own or, of a first 款, that of its 條 -->
  <xsl:template name="number">
    <xsl:variable name="own" select="../../a:num[not(@class='line')]"/>
    <xsl:choose>
      <xsl:when test="$own"><xsl:apply-templates select="$own" mode="number"/></xsl:when>
      <xsl:when test="../../self::a:paragraph and not(../../preceding-sibling::*[not(self::a:num)])">
        <xsl:apply-templates select="../../parent::a:article/a:num[not(@class='line')]" mode="number"/>
      </xsl:when>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="a:num" mode="number">
    <span class="num"><xsl:apply-templates/></span>
  </xsl:template>
  <xsl:template match="a:num[@status='editorial']" mode="number">
    <span class="num apparatus"><xsl:apply-templates/></span>
  </xsl:template>
  <xsl:template match="a:p/a:docTitle">
    <b class="docTitle" id="{@eId}"><xsl:apply-templates/></b>
  </xsl:template>
  <xsl:template match="a:authorialNote">
    <div class="note" id="{@eId}"><xsl:apply-templates/></div>
  </xsl:template>
  <!-- what a quotation holds in the line around it, and in lines of its own below that -->
  <xsl:template match="a:quotedStructure">
    <q class="quotedStructure" id="{@eId}"><xsl:apply-templates select="*[1][self::a:p]/node()"/></q>
  </xsl:template>
  <xsl:template match="a:quotedStructure" mode="below">
    <xsl:variable name="lines" select="*[position() &gt; 1 or not(self::a:p)]"/>
    <xsl:if test="$lines">
      <blockquote class="quotedStructure"><xsl:apply-templates select="$lines"/></blockquote>
    </xsl:if>
  </xsl:template>

  <!-- tables -->
  <xsl:template match="a:table | a:tr">
    <xsl:element name="{local-name()}"><xsl:call-template name="inside"/></xsl:element>
  </xsl:template>
  <xsl:template match="a:td | a:th">
    <xsl:element name="{local-name()}">
      <xsl:copy-of select="@colspan | @rowspan"/>
      <xsl:call-template name="inside"/>
    </xsl:element>
  </xsl:template>

  <!-- what stands in lines -->
  <xsl:template match="a:i | a:u | a:sup | a:sub">
    <xsl:element name="{local-name()}"><xsl:apply-templates/></xsl:element>
  </xsl:template>
  <xsl:template match="a:inline[@name='ruby']">
    <ruby><xsl:apply-templates/><rt class="apparatus"><xsl:value-of select="@title"/></rt></ruby>
  </xsl:template>
  <xsl:template match="a:img"><img src="{@src}" alt="{@alt}"/></xsl:template>
  <xsl:template match="a:ref"><a><xsl:call-template name="identify"/>
    <xsl:attribute name="href"><xsl:value-of select="@href"/></xsl:attribute>
    <xsl:apply-templates/></a></xsl:template>
  <xsl:template match="a:rref"><a id="{@eId}" href="{@from}"><xsl:apply-templates/></a></xsl:template>
  <xsl:template match="a:noteRef">
    <sup class="apparatus"><a href="{@href}"><xsl:value-of select="@marker"/></a></sup>
  </xsl:template>
  <xsl:template match="a:date"><time datetime="{@date}"><xsl:apply-templates/></time></xsl:template>
  <xsl:template match="a:p//* | a:block//* | a:heading//* | a:num//*" priority="-1">
    <span class="{local-name()}">
      <xsl:call-template name="identify"/>
      <xsl:if test="@name"><xsl:attribute name="data-name"><xsl:value-of select="@name"/></xsl:attribute></xsl:if>
      <xsl:apply-templates/>
    </span>
  </xsl:template>

  <!-- our notes -->
  <xsl:template match="a:notes">
    <aside class="apparatus"><xsl:apply-templates/></aside>
  </xsl:template>
  <xsl:template match="a:notes/a:note">
    <p id="{@eId}"><xsl:value-of select="@marker"/><xsl:text> </xsl:text><xsl:apply-templates select="a:p/node()"/></p>
  </xsl:template>
</xsl:stylesheet>
